import { z } from "zod";
import { unknownReasons } from "./evidence";

/** Builds the schema of a fact over `value`, for data that crosses a boundary as JSON. */
export function factSchema<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion("state", [
    z.strictObject({
      state: z.literal("known"),
      value,
      source: z.string().min(1).max(200),
      observedAt: z.iso.datetime(),
    }),
    z.strictObject({
      state: z.literal("unknown"),
      reason: z.enum(unknownReasons),
      detail: z.string().max(500).optional(),
    }),
  ]);
}
