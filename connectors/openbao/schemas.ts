import { z } from "zod";

const version = z.object({ deletion_time: z.string(), destroyed: z.boolean() });

/** What KV version 2 tells of a secret without its value. */
export const metadata = z.object({
  data: z.object({
    created_time: z.string(),
    updated_time: z.string(),
    current_version: z.number().int().nonnegative(),
    custom_metadata: z.record(z.string(), z.string()).nullable(),
    versions: z.record(z.string(), version).nullable(),
  }),
});
export type Metadata = z.infer<typeof metadata>["data"];

export const keys = z.object({ data: z.object({ keys: z.array(z.string().min(1)) }) });
/** Capabilities by path, among other fields. */
export const capabilities = z.object({ data: z.record(z.string(), z.unknown()) });
export const self = z.object({
  data: z.object({ display_name: z.string(), policies: z.array(z.string()) }),
});
