import { z } from "zod";

export const webAddress = z
  .string()
  .trim()
  .max(2_000)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    message: "Give the whole address, beginning with https://",
  });
