import { z } from "zod";

const text = z.string();

export const auditLogSchema = z.array(
  z.object({
    action: text,
    // Milliseconds, as far as a date reaches.
    "@timestamp": z.number().min(0).max(8.64e15),
    actor: text.nullish(),
    oauth_application: text.nullish(),
    oauth_application_id: z.union([z.number(), z.string()]).nullish(),
    oauth_application_name: text.nullish(),
  }),
);
