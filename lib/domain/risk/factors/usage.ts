import { dayOf } from "../../days";
import { unknownReasonText } from "../../evidence";
import { isBreakGlass } from "../../identity/break-glass";
import type { Subject } from "../subject";
import type { Limits } from "../thresholds";
import { limitsPassed, notApplicable, undecided, verdict, type Verdict } from "../verdict";

const emergency = notApplicable("A break-glass account is meant to lie unused");
const shares = [0, 0.6, 0.8, 1];

/** OWASP NHI1: what nobody uses can be removed. Never used is a finding, unknown use is not. */
export function usageFactor(subject: Subject, policy: Limits, now: number): Verdict {
  if (isBreakGlass(subject)) return emergency;
  const { lastUsedAt } = subject.facts;
  if (lastUsedAt.state === "unknown")
    return undecided(
      `When it was last used is unknown: ${lastUsedAt.detail ?? unknownReasonText[lastUsedAt.reason]}`,
    );
  if (lastUsedAt.value === null) return neverUsed(subject, policy, now);
  const days = policy.dormantDays;
  const { passed, changesAt } = limitsPassed(Date.parse(lastUsedAt.value), now, [
    days,
    days * 2,
    days * 4,
  ]);
  const ago =
    passed === 0
      ? `within ${days} days`
      : `more than ${days * (passed === 3 ? 4 : passed)} days ago`;
  const result = verdict(
    shares[passed] ?? 1,
    `Last used ${dayOf(lastUsedAt.value)}, ${ago}`,
    lastUsedAt,
  );
  result.changesAt = changesAt;
  return result;
}

function neverUsed({ facts }: Subject, { graceDays }: Limits, now: number): Verdict {
  if (facts.createdAt.state === "unknown")
    return verdict(0, "Never used; it may be new, its creation date is unknown", facts.lastUsedAt);
  const created = facts.createdAt.value;
  const { passed, changesAt } = limitsPassed(Date.parse(created), now, [graceDays]);
  const result = verdict(
    passed === 0 ? 0 : 0.9,
    passed === 0
      ? `Never used; created ${dayOf(created)}, within ${graceDays} days`
      : `Never used since it was created ${dayOf(created)}, more than ${graceDays} days ago`,
    facts.lastUsedAt,
  );
  result.changesAt = changesAt;
  return result;
}
