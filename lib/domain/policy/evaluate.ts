import { dayMs } from "../days";
import { secretsOf } from "../credential/secrets-of";
import { rotationDaysFor } from "../risk/factors/rotation";
import { reviewedOf, type Subject } from "../risk/subject";
import { notApplicable } from "./outcome";
import type { Rule, RuleOutcome } from "./rule";
import { rules } from "./rules/index";

export interface Evaluation {
  rule: Rule;
  outcome: RuleOutcome;
}

/** What every rule says about one identity. Pure. */
export function evaluateRules(subject: Subject, now: Date): Evaluation[] {
  const evaluations: Evaluation[] = [];
  for (const rule of rules) {
    const outcome = rule.appliesTo(subject) ? distinct(rule.evaluate(subject, now)) : notApplicable;
    evaluations.push({ rule, outcome });
  }
  return evaluations;
}

/** A finding is stored once for each key, so a source that lists the same thing twice counts once. */
function distinct(outcome: RuleOutcome): RuleOutcome {
  if (outcome.state !== "fail" || outcome.violations.length === 1) return outcome;
  const byKey = new Map(outcome.violations.map((violation) => [violation.key, violation]));
  return { ...outcome, violations: [...byKey.values()] };
}

/** Tells findings apart and keeps their identity over syncs. */
export const findingKey = (ruleId: string, subjectId: string, key: string): string =>
  `${ruleId}:${subjectId}:${key}`;

/**
 * The first moment at which time alone may change a rule's answer, or null. May name a moment at
 * which nothing changes after all, never one too late.
 */
export function nextRuleChangeAt(subject: Subject, now: Date): Date | null {
  const policy = subject.limits;
  let next = Number.POSITIVE_INFINITY;
  const after = now.getTime();
  next = sooner(next, after, subject.facts.lastUsedAt, policy.dormantDays);
  next = sooner(next, after, subject.facts.createdAt, policy.graceDays);
  next = sooner(next, after, subject.facts.expiresAt, 0);
  // The vendor's last day still counts.
  const vendorEnd = { state: "known", value: subject.ownership.vendorEndsOn };
  next = sooner(next, after, vendorEnd, 1);
  for (const { review } of reviewedOf(subject)) {
    const at = review.atMs + policy.reviewDays * dayMs;
    if (at > after && at < next) next = at;
  }
  for (const { facts } of subject.credentials) next = sooner(next, after, facts.expiresAt, 0);
  for (const secret of secretsOf(subject)) {
    const days = rotationDaysFor(secret, policy);
    next = sooner(next, after, secret.facts.createdAt, days);
    next = sooner(next, after, secret.facts.lastRotatedAt, days);
  }
  return next === Number.POSITIVE_INFINITY ? null : new Date(next);
}

type DateFact = { state: string; value?: string | null } | undefined;

/** `next`, or so many days after the fact's date if that is sooner and still to come. */
function sooner(next: number, after: number, fact: DateFact, days: number): number {
  if (fact?.state !== "known" || typeof fact.value !== "string") return next;
  const at = Date.parse(fact.value) + days * dayMs;
  return at > after && at < next ? at : next;
}
