import { z } from "zod";
import {
  environments,
  identityClasses,
  identityKinds,
  identityStatuses,
  privilegeLevels,
} from "../identity/identity";
import { riskBands } from "../risk/risk";
import { ageBuckets, ownerStates, rotationStates, usageBuckets } from "./buckets";

/** Several values of one condition mean "any of these"; several conditions mean "all of these". */
const anyOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.array(z.enum(values)).min(1).max(values.length).optional();

const word = z
  .string()
  .min(1)
  .max(200)
  .refine((value) => value.trim() === value, "must not begin or end with a space")
  .refine((value) => !/\p{Cc}/u.test(value), "must not hold control characters");
const words = z.array(word).min(1).max(50).optional();
const ownerWord = word.refine(
  (value) => !(ownerStates as readonly string[]).includes(value.toLowerCase()),
  "is a state of ownership, not a person",
);

export const maxTextLength = 200;
export const minTextLength = 2;
const points = z.number().int().min(0).max(100).optional();

/** What the inventory shows: every condition is optional, and an empty filter is everything present. */
export const identityFilter = z.strictObject({
  /** A connector's id, a source's name or its id. */
  source: words,
  kind: anyOf(identityKinds),
  class: anyOf(identityClasses),
  environment: anyOf(environments),
  status: anyOf(identityStatuses),
  band: anyOf(riskBands),
  riskMin: points,
  riskMax: points,
  ownerState: anyOf(ownerStates),
  /** A person's e-mail address or name, a candidate's name, or `me`. */
  owner: z.array(ownerWord).min(1).max(50).optional(),
  privilege: anyOf(privilegeLevels),
  usage: anyOf(usageBuckets),
  age: anyOf(ageBuckets),
  rotation: anyOf(rotationStates),
  findings: z.enum(["yes", "no"]).optional(),
  /** The source says that anybody can reach or use it. */
  exposed: z.enum(["yes"]).optional(),
  /** Ids of rules of which a finding is open. */
  rule: words,
  label: words,
  presence: z.enum(["missing"]).optional(),
  /** Every word must occur in the name, the id, the owner hint or the container. */
  text: z
    .string()
    .min(minTextLength)
    .max(maxTextLength)
    .refine((value) => value.trim().split(/\s+/).join(" ") === value, "must be single-spaced")
    .optional(),
});
export type IdentityFilter = z.infer<typeof identityFilter>;
export type FilterKey = keyof IdentityFilter;

/** Removes one value of a condition, or the whole condition. */
export function withoutCondition(
  filter: IdentityFilter,
  key: FilterKey,
  value?: string,
): IdentityFilter {
  const { [key]: current, ...rest } = filter;
  if (value === undefined || !Array.isArray(current)) return rest;
  const left = current.filter((one) => one !== value);
  return left.length === 0 ? rest : { ...rest, [key]: left };
}

/** Adds a value to a condition that takes several, or takes it away when it is there. */
export function toggleCondition(
  filter: IdentityFilter,
  key: FilterKey,
  value: string,
): IdentityFilter {
  const current = filter[key];
  if (Array.isArray(current) && (current as string[]).includes(value)) {
    return withoutCondition(filter, key, value);
  }
  const single = ["findings", "exposed", "presence", "text"].includes(key);
  if (single) {
    if (current === value) return withoutCondition(filter, key);
    return { ...filter, [key]: value };
  }
  const values = Array.isArray(current) ? [...(current as string[]), value] : [value];
  return { ...filter, [key]: values };
}
