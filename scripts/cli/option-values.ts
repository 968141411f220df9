import { InvalidArgumentError } from "commander";
import type { z } from "zod";
import { emailAddress } from "@/lib/domain/people/password-rule";

type TakesText<Value> = (text: string) => Value;

/**
 * What an option or argument says, checked before anything is opened. Commander names the option and
 * what was given; `allowed` says the rest.
 */
export function fitting<Schema extends z.ZodType<unknown, string>>(
  schema: Schema,
  allowed: string,
): TakesText<z.output<Schema>> {
  return (text) => {
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(allowed);
  };
}

interface Range {
  minValue: number | null;
  maxValue: number | null;
}

/** Digits alone: what JavaScript takes for a number (`1e2`, `0x10`, nothing at all) is a slip here. */
export function wholeNumber({ minValue, maxValue }: Range): TakesText<number> {
  const [from, to] = [minValue ?? 0, maxValue ?? Number.MAX_SAFE_INTEGER];
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= from && value <= to) return value;
    throw new InvalidArgumentError(`Allowed is a whole number from ${from} to ${to}.`);
  };
}

export const oneAddress = fitting(
  emailAddress,
  "Allowed is one e-mail address, such as ada@example.com.",
);
