import { z } from "zod";

const tooCommon = ["password", "muster", "qwerty", "letmein", "welcome", "admin", "123456"];

/** At least 12 characters, at most 200, not the address, not a run of a common word. No composition rules. */
export function passwordProblem(password: string, email: string): string | null {
  if (password.length < 12) return "Use at least 12 characters";
  if (password.length > 200) return "Use at most 200 characters";
  const plain = password.toLowerCase();
  const [local = ""] = email.toLowerCase().split("@");
  if (
    plain === email.toLowerCase() ||
    (local.length >= 4 && plain.startsWith(local) && plain.length < local.length + 4)
  ) {
    return "Do not use your e-mail address";
  }
  const bare = plain.replace(/[^a-z]/g, "").replaceAll(/(.)\1+/g, "$1");
  if (
    new Set(plain).size < 5 ||
    tooCommon.some((word) => bare === word || plain === word.repeat(2))
  ) {
    return "This password is among the first to be guessed";
  }
  return null;
}

/** One address, no display name, lower case. */
export const emailAddress = z
  .email("Enter an e-mail address")
  .max(254)
  .transform((value) => value.toLowerCase());
export const personName = z.string().trim().min(1, "Enter a name").max(120);
