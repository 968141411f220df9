import { z } from "zod";
import { autonomyOf, autonomyTiers, type AutonomyTier } from "../identity/autonomy";
import {
  environments,
  identityClasses,
  privilegeLevels,
  type Environment,
  type IdentityClass,
  type PrivilegeLevel,
} from "../identity/identity";
import type { Subject } from "../risk/subject";
import type { Limits } from "../risk/thresholds";

const days = (most: number) => z.number().int().min(1).max(most);

/** Every limit with its bounds; the longest are those that a person could still mean. */
export const limitFields = {
  rotationDays: days(3650),
  lifetimeDays: days(3650),
  dormantDays: days(3650),
  graceDays: days(365),
  ageDays: days(7300),
  reviewDays: days(1095),
  approvals: z.number().int().min(0).max(2),
  exceptionDays: days(365),
  automaticDays: z.number().int().min(0).max(90),
} as const satisfies Record<keyof Limits, z.ZodType<number>>;
export type LimitName = keyof Limits;
export const limitNames = Object.keys(limitFields) as LimitName[];

/** More approvals are stricter; of every other limit the smaller value is. */
const growsStricter = new Set<LimitName>(["approvals"]);
export const isLooser = (name: LimitName, a: number, b: number): boolean =>
  growsStricter.has(name) ? a < b : a > b;

const limits = z.strictObject(limitFields);
const conditions = z.strictObject({
  classes: z.array(z.enum(identityClasses)).default([]),
  tiers: z.array(z.enum(autonomyTiers)).default([]),
  environments: z.array(z.enum(environments)).default([]),
  privileges: z.array(z.enum(privilegeLevels)).default([]),
});
const line = z.strictObject({
  /** An empty list means any. At least one must name something: `base` is what always holds. */
  when: conditions.refine((when) => Object.values(when).some((list) => list.length > 0), {
    message: "name at least one class, tier, environment or privilege",
  }),
  set: limits.partial().refine((set) => Object.keys(set).length > 0, {
    message: "set at least one limit",
  }),
});

/** The policy as it is stored: what always holds, and lines that say otherwise for some. */
export const policyDocument = z.strictObject({ base: limits, lines: z.array(line).max(100) });
export type PolicyDocument = z.output<typeof policyDocument>;
export type PolicyLine = PolicyDocument["lines"][number];

/** What lines may name of an identity. */
export interface PolicySubject {
  identityClass: IdentityClass;
  /** Null for what is no AI identity: a line that names tiers does not hold for it. */
  tier: AutonomyTier | null;
  environment: Environment;
  privilege: PrivilegeLevel;
}

const matches = ({ when }: PolicyLine, subject: PolicySubject): boolean =>
  (when.classes.length === 0 || when.classes.includes(subject.identityClass)) &&
  (when.tiers.length === 0 || (subject.tier !== null && when.tiers.includes(subject.tier))) &&
  (when.environments.length === 0 || when.environments.includes(subject.environment)) &&
  (when.privileges.length === 0 || when.privileges.includes(subject.privilege));

/** How many of class, tier, environment and privilege a line names. */
const specificity = ({ when }: PolicyLine): number =>
  Object.values(when).filter((list) => list.length > 0).length;

/**
 * The limits that hold for an identity: of each limit the line that names most about it wins, and
 * between lines that name equally much the stricter value. The order of lines does not matter.
 */
export function resolvePolicy(document: PolicyDocument, subject: PolicySubject): Limits {
  const found: Limits = { ...document.base };
  const rank: Partial<Record<LimitName, number>> = {};
  for (const one of document.lines) {
    if (!matches(one, subject)) continue;
    const place = specificity(one);
    for (const name of limitNames) {
      const value = one.set[name];
      if (value === undefined) continue;
      const before = rank[name] ?? 0;
      if (place < before || (place === before && !isLooser(name, found[name], value))) continue;
      found[name] = value;
      rank[name] = place;
    }
  }
  return found;
}

const remembered = new WeakMap<PolicyDocument, Map<string, Limits>>();

/** What a subject of the inventory is to the policy. */
export const policySubjectOf = (
  subject: Omit<Subject, "limits" | "owner" | "credentials" | "trusts" | "grants" | "grantCount">,
): PolicySubject => ({
  identityClass: subject.identityClass,
  tier: autonomyOf(subject).tier,
  environment: subject.environment,
  privilege:
    subject.facts.privilege?.state === "known" ? subject.facts.privilege.value.level : "unknown",
});

/** `resolvePolicy` for one of many: a million identities share a few hundred answers. */
export function limitsOf(
  document: PolicyDocument,
  subject: Parameters<typeof policySubjectOf>[0],
): Limits {
  const { identityClass, tier, environment, privilege } = policySubjectOf(subject);
  let known = remembered.get(document);
  if (!known) remembered.set(document, (known = new Map()));
  const key = `${identityClass} ${tier} ${environment} ${privilege}`;
  let limits = known.get(key);
  if (!limits)
    known.set(
      key,
      (limits = resolvePolicy(document, { identityClass, tier, environment, privilege })),
    );
  return limits;
}
