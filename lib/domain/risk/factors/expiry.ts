import { dayMs, dayOf } from "../../days";
import { secretsOf, type Secret } from "../../credential/secrets-of";
import { unknownReasonText } from "../../evidence";
import type { Subject } from "../subject";
import type { Limits } from "../thresholds";
import { never, notApplicable, undecided, verdict, type Verdict } from "../verdict";

const nothingToExpire = notApplicable("It holds no long-lived secret that works");

/** OWASP NHI7: a secret that ends by itself needs nobody to remember it. The longest-lived one decides. */
export function expiryFactor(subject: Subject, policy: Limits, now: number): Verdict {
  const secrets = secretsOf(subject);
  if (secrets.length === 0) return nothingToExpire;
  let worst: Verdict | undefined;
  let missing: Secret | undefined;
  let changesAt = never;
  for (const secret of secrets) {
    const { expiresAt } = secret.facts;
    if (expiresAt.state === "unknown") {
      missing = secret;
      continue;
    }
    let share = 1;
    if (expiresAt.value !== null) {
      const comesWithinAt = Date.parse(expiresAt.value) - policy.lifetimeDays * dayMs;
      share = comesWithinAt > now ? 0.5 : 0;
      if (comesWithinAt > now && comesWithinAt < changesAt) changesAt = comesWithinAt;
    }
    if (worst === undefined || share > worst.share)
      worst = verdict(share, sentence(secret, expiresAt.value, share, policy), expiresAt);
  }
  const result =
    worst === undefined || (worst.share === 0 && missing !== undefined) ? untold(missing) : worst;
  result.changesAt = changesAt;
  return result;
}

function untold(secret: Secret | undefined): Verdict {
  const fact = secret?.facts.expiresAt;
  if (secret === undefined || fact?.state !== "unknown")
    return undecided("Whether it expires is unknown");
  return undecided(
    `Whether “${secret.name}” expires is unknown: ${fact.detail ?? unknownReasonText[fact.reason]}`,
  );
}

function sentence(secret: Secret, at: string | null, share: number, policy: Limits): string {
  if (at === null) return `“${secret.name}” never expires`;
  return share === 0
    ? `“${secret.name}” ends ${dayOf(at)}`
    : `“${secret.name}” ends only ${dayOf(at)}, more than ${policy.lifetimeDays} days ahead`;
}
