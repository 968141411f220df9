import { dayMs } from "../days";
import type { Fact } from "../evidence";
import type { FactorResult } from "./risk";

/** What one factor says before weighting: a share 0-1 of its points, and when time alone changes it. */
export interface Verdict {
  share: number;
  because: string;
  state: FactorResult["state"];
  source?: string;
  observedAt?: string;
  /** Milliseconds since 1970, or Infinity. */
  changesAt: number;
}

export const never = Number.POSITIVE_INFINITY;

export function verdict(share: number, because: string, fact?: Fact<unknown>): Verdict {
  return fact?.state === "known"
    ? {
        share,
        because,
        state: "known",
        source: fact.source,
        observedAt: fact.observedAt,
        changesAt: never,
      }
    : { share, because, state: "known", changesAt: never };
}

export const undecided = (because: string): Verdict => ({
  share: 0,
  because,
  state: "unknown",
  changesAt: never,
});

export const notApplicable = (because: string): Verdict => ({
  share: 0,
  because,
  state: "not_applicable",
  changesAt: never,
});

/** How many of the ascending limits (days) have passed since `since`, and when the next one does. */
export function limitsPassed(
  since: number,
  now: number,
  limitsDays: readonly number[],
): { passed: number; changesAt: number } {
  let passed = 0;
  for (const days of limitsDays) {
    const at = since + days * dayMs;
    if (at > now) return { passed, changesAt: at };
    passed += 1;
  }
  return { passed, changesAt: never };
}
