import { z } from "zod";

const parts = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/** A user name or password in an address would be kept and shown as part of it. */
export const webAddress = z
  .string()
  .trim()
  .max(2_000)
  .refine((text) => /^https?:$/.test(parts(text)?.protocol ?? ""), {
    message: "Give the whole address, beginning with https://",
    abort: true,
  })
  .refine((text) => !parts(text)?.username && !parts(text)?.password, {
    message: "Leave the user name and the password out of the address",
  });

/** Where a tracker's paths begin: what follows a question mark would be no part of any of them. */
export const serviceAddress = webAddress.refine((text) => !/[?#]/.test(text), {
  message: "Leave out what follows the path",
});
