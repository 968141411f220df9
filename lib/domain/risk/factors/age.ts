import { dayOf } from "../../days";
import { unknownReasonText } from "../../evidence";
import type { Subject } from "../subject";
import type { Limits } from "../thresholds";
import { limitsPassed, notApplicable, undecided, verdict, type Verdict } from "../verdict";

const platform = notApplicable("The platform creates and maintains it");
const shares = [0, 0.5, 0.8, 1];

/** Access piles up with the years: an old identity deserves a fresh look at what it still needs. */
export function ageFactor(subject: Subject, { ageDays }: Limits, now: number): Verdict {
  if (subject.custody === "managed_identity") return platform;
  const { createdAt } = subject.facts;
  if (createdAt.state === "unknown")
    return undecided(
      `When it was created is unknown: ${createdAt.detail ?? unknownReasonText[createdAt.reason]}`,
    );
  const { passed, changesAt } = limitsPassed(Date.parse(createdAt.value), now, [
    ageDays,
    ageDays * 2,
    ageDays * 3,
  ]);
  const because =
    passed === 0
      ? `Created ${dayOf(createdAt.value)}, newer than ${ageDays} days`
      : `Created ${dayOf(createdAt.value)}, more than ${ageDays * passed} days ago`;
  const result = verdict(shares[passed] ?? 1, because, createdAt);
  result.changesAt = changesAt;
  return result;
}
