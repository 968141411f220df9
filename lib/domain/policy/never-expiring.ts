import { type Secret, secretsOf } from "../credential/secrets-of";
import type { Subject } from "../risk/subject";
import { judged, line, unknownFact } from "./outcome";
import type { Doubt, RuleOutcome, Violation } from "./rule";

/** Fails with each of the secrets that never expires; `evidenceOf` says what is wrong with one. */
export function neverExpiring(
  subject: Subject,
  isMeant: (secret: Secret) => boolean,
  evidenceOf: (secret: Secret) => string,
): RuleOutcome {
  const violations: Violation[] = [];
  const doubts: Doubt[] = [];
  for (const secret of secretsOf(subject)) {
    if (!isMeant(secret)) continue;
    const { expiresAt } = secret.facts;
    const key = secret.externalId ?? "self";
    if (expiresAt.state === "unknown")
      doubts.push({ key, ...unknownFact(`Whether “${secret.name}” expires`, expiresAt) });
    else if (expiresAt.value === null)
      violations.push({
        key,
        evidence: evidenceOf(secret),
        facts: [line("Expires", "never", expiresAt)],
      });
  }
  return judged(violations, doubts);
}
