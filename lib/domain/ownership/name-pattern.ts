import { z } from "zod";

/**
 * What an administrator writes for names of one form: `*` is any text, `?` one character, all else
 * itself. No regular expression, so no pattern can take long; at most five stars.
 */
export const namePattern = z
  .string()
  .trim()
  .toLowerCase()
  .min(3, "Write at least three characters")
  .max(100, "Write at most 100 characters")
  .refine((text) => text.replaceAll(/[*?]/g, "").length >= 3, "Name at least three characters")
  .refine((text) => text.split("*").length <= 6, "Use at most five stars");
