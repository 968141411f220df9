import { unknownReasons } from "../evidence";
import type { Subject } from "../risk/subject";

export const severities = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

/** `key` tells violations of one rule on one subject apart; it must be stable over syncs. */
export interface Violation {
  key: string;
  /** What is wrong, in one sentence with the value that decides it. */
  evidence: string;
  /** The facts behind it: label, value, source. */
  facts: { label: string; value: string; source?: string; observedAt?: string }[];
  severity?: Severity;
}

/** Why a rule cannot tell: a fact that is unknown, or names that do not say what the identity serves. */
export const undecidedReasons = [...unknownReasons, "not_classified", "not_named"] as const;
export type UndecidedReason = (typeof undecidedReasons)[number];

export interface Undecided {
  state: "unknown";
  because: string;
  reason: UndecidedReason;
  /** The keys of what it cannot tell of; left out, it cannot tell of anything. */
  keys?: readonly string[];
}

/** What a rule cannot tell of one key. */
export type Doubt = Omit<Undecided, "keys"> & { key: string };

export type RuleOutcome =
  | { state: "pass" }
  | { state: "not_applicable" }
  | Undecided
  | {
      state: "fail";
      violations: Violation[];
      /** The keys of what it cannot tell of beside them. */
      untold?: readonly string[];
    };

export interface Rule {
  /** `nhi1-no-owner`: kebab-case, never reused. */
  id: string;
  title: string;
  severity: Severity;
  /** What to do about it, in one or two sentences. */
  remedy: string;
  /** Ids of lib/domain/policy/frameworks.ts, for example `NHI1:2025`. */
  frameworks: readonly string[];
  appliesTo(subject: Subject): boolean;
  evaluate(subject: Subject, now: Date): RuleOutcome;
}

export const defineRule = (rule: Rule): Rule => rule;
