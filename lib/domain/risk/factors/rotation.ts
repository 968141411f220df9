import { dayOf } from "../../days";
import { rotatesInPlace, secretsOf, type Secret } from "../../credential/secrets-of";
import { type Fact, unknownReasonText, valueOf } from "../../evidence";
import type { Subject } from "../subject";
import type { Limits } from "../thresholds";
import { limitsPassed, never, notApplicable, undecided, verdict, type Verdict } from "../verdict";

export const rotationStates = [
  "over_policy",
  "within_policy",
  "never",
  "unknown",
  "not_applicable",
] as const;
export type RotationState = (typeof rotationStates)[number];

const nothingToRotate = notApplicable("It holds no long-lived secret that works");
const shares = [0, 0.6, 0.8, 1];

/** The longest a public TLS certificate may live (CA/Browser Forum, 2020); shorter policies do not fit certificates. */
const certificateDays = 398;

export const rotationDaysFor = (secret: Secret, { rotationDays }: Limits): number =>
  secret.kind === "certificate" ? Math.max(certificateDays, rotationDays) : rotationDays;

/** Since when the secret has had its present value. A new key is a rotated key, so keys count from their creation. */
export function unchangedSince({ kind, facts }: Secret): Fact<string> {
  const { createdAt, lastRotatedAt } = facts;
  if (!rotatesInPlace(kind))
    return createdAt.state === "unknown" && typeof valueOf(lastRotatedAt) === "string"
      ? (lastRotatedAt as Fact<string>)
      : createdAt;
  if (lastRotatedAt.state === "unknown") return lastRotatedAt;
  return lastRotatedAt.value === null ? createdAt : (lastRotatedAt as Fact<string>);
}

const neverRotated = ({ facts: { lastRotatedAt } }: Secret): boolean =>
  lastRotatedAt.state === "known" && lastRotatedAt.value === null;

/** OWASP NHI7: how long a stolen copy would go on working. The oldest working secret decides. */
export function rotationFactor(subject: Subject, policy: Limits, now: number): Verdict {
  const secrets = secretsOf(subject);
  if (secrets.length === 0) return nothingToRotate;
  let worst: Verdict | undefined;
  let missing: Secret | undefined;
  let changesAt = never;
  for (const secret of secrets) {
    const since = unchangedSince(secret);
    if (since.state === "unknown") {
      missing = secret;
      continue;
    }
    const days = rotationDaysFor(secret, policy);
    const step = limitsPassed(Date.parse(since.value), now, [days, days * 2, days * 4]);
    if (step.changesAt < changesAt) changesAt = step.changesAt;
    const share = shares[step.passed] ?? 1;
    if (worst !== undefined && worst.share >= share) continue;
    worst = verdict(share, sentence(secret, since.value, days, step.passed), since);
  }
  const result =
    worst === undefined || (worst.share === 0 && missing !== undefined) ? untold(missing) : worst;
  result.changesAt = changesAt;
  return result;
}

function untold(secret: Secret | undefined): Verdict {
  if (secret === undefined) return undecided("When it was last rotated is unknown");
  const fact = unchangedSince(secret);
  const why = fact.state === "unknown" ? (fact.detail ?? unknownReasonText[fact.reason]) : "";
  return undecided(`When “${secret.name}” was last rotated is unknown: ${why}`);
}

function sentence(secret: Secret, since: string, days: number, passed: number): string {
  const verb = neverRotated(secret) ? "never rotated since" : "unchanged since";
  const over =
    passed === 0
      ? `within the policy of ${days} days`
      : `more than ${passed === 1 ? "" : `${passed === 2 ? 2 : 4} times `}the ${days} days of its policy`;
  return `“${secret.name}” ${verb} ${dayOf(since)}, ${over}`;
}

/** The rotation column: the worst working secret, where `never` is over policy and never renewed. */
export function rotationState(subject: Subject, now: Date): RotationState {
  const secrets = secretsOf(subject);
  if (secrets.length === 0) return "not_applicable";
  const policy = subject.limits;
  let state: RotationState = "within_policy";
  for (const secret of secrets) {
    const since = unchangedSince(secret);
    if (since.state === "unknown") {
      if (neverRotated(secret)) return "never";
      if (state === "within_policy") state = "unknown";
      continue;
    }
    const limit = rotationDaysFor(secret, policy);
    if (limitsPassed(Date.parse(since.value), now.getTime(), [limit]).passed === 0) continue;
    if (neverRotated(secret)) return "never";
    state = "over_policy";
  }
  return state;
}
