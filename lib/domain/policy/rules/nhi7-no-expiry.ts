import { secretsOf } from "../../credential/secrets-of";
import type { CredentialKind } from "../../credential/credential";
import { crosswalk } from "../crosswalk";
import { isLive, judged, line, unknownFact } from "../outcome";
import { type Doubt, defineRule } from "../rule";

/** Kinds for which providers offer an end date and no narrower rule speaks. */
const canExpire = new Set<CredentialKind>(["client_secret", "oauth_token", "password", "api_key"]);

export const noExpiry = defineRule({
  id: "nhi7-no-expiry",
  title: "Secret without an end date",
  severity: "low",
  remedy: "Give it an end date no longer than its class allows, and a reminder for its owner.",
  frameworks: crosswalk.longLived,
  appliesTo: (subject) =>
    isLive(subject) &&
    !/bedrock/i.test(subject.detail) &&
    secretsOf(subject).some(({ kind }) => canExpire.has(kind)),
  evaluate(subject) {
    const violations = [];
    const doubts: Doubt[] = [];
    for (const secret of secretsOf(subject)) {
      if (!canExpire.has(secret.kind)) continue;
      const { expiresAt } = secret.facts;
      if (expiresAt.state === "unknown")
        doubts.push({
          key: secret.externalId ?? "self",
          ...unknownFact(`Whether “${secret.name}” expires`, expiresAt),
        });
      else if (expiresAt.value === null)
        violations.push({
          key: secret.externalId ?? "self",
          evidence: `“${secret.name}” never expires, though its provider can set an end`,
          facts: [line("Expires", "never", expiresAt)],
        });
    }
    return judged(violations, doubts);
  },
});
