import { secretsOf } from "../credential/secrets-of";
import { rotationDaysFor } from "../risk/factors/rotation";
import type { Subject } from "../risk/subject";
import { thresholds } from "../risk/thresholds";
import { notApplicable } from "./outcome";
import type { Rule, RuleOutcome } from "./rule";
import { rules } from "./rules/index";

export interface Evaluation {
  rule: Rule;
  outcome: RuleOutcome;
}

/** What every rule says about one identity. Pure. */
export function evaluateRules(subject: Subject, now: Date): Evaluation[] {
  return rules.map((rule) => ({
    rule,
    outcome: rule.appliesTo(subject) ? distinct(rule.evaluate(subject, now)) : notApplicable,
  }));
}

/** A finding is stored once for each key, so a source that lists the same thing twice counts once. */
function distinct(outcome: RuleOutcome): RuleOutcome {
  if (outcome.state !== "fail" || outcome.violations.length === 1) return outcome;
  const byKey = new Map(outcome.violations.map((violation) => [violation.key, violation]));
  return { state: "fail", violations: [...byKey.values()] };
}

/** Tells findings apart and keeps their identity over syncs. */
export const findingKey = (ruleId: string, subjectId: string, key: string): string =>
  `${ruleId}:${subjectId}:${key}`;

/**
 * The first moment at which time alone may change a rule's answer, or null. May name a moment at
 * which nothing changes after all, never one too late.
 */
export function nextRuleChangeAt(subject: Subject, now: Date): Date | null {
  const policy = thresholds[subject.identityClass];
  let next = Number.POSITIVE_INFINITY;
  const consider = (iso: string | null | undefined, days: number) => {
    if (typeof iso !== "string") return;
    const at = Date.parse(iso) + days * 86_400_000;
    if (at > now.getTime() && at < next) next = at;
  };
  const date = (fact: { state: string; value?: string | null } | undefined) =>
    fact?.state === "known" ? fact.value : null;
  consider(date(subject.facts.lastUsedAt), policy.dormantDays);
  consider(date(subject.facts.createdAt), policy.graceDays);
  consider(date(subject.facts.expiresAt), 0);
  for (const credential of subject.credentials) consider(date(credential.facts.expiresAt), 0);
  for (const secret of secretsOf(subject)) {
    consider(date(secret.facts.createdAt), rotationDaysFor(secret, policy));
    consider(date(secret.facts.lastRotatedAt), rotationDaysFor(secret, policy));
  }
  return next === Number.POSITIVE_INFINITY ? null : new Date(next);
}
