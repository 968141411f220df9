import { type Secret, secretsOf } from "../../credential/secrets-of";
import { crosswalk } from "../crosswalk";
import { text, isLive, judged, line, unknownFact } from "../outcome";
import { type Doubt, defineRule } from "../rule";

const isModelKey = ({ kind, name, attributes }: Secret, detail: string): boolean =>
  (kind === "service_specific_credential" || kind === "api_key") &&
  /bedrock/i.test(`${text(attributes, "service") ?? ""} ${name} ${detail}`);

export const bedrockKeyWithoutExpiry = defineRule({
  id: "nhi7-bedrock-key-without-expiry",
  title: "Bedrock API key that never expires",
  severity: "high",
  remedy:
    "Create it again with an end date, or call the model with a role’s short-lived credentials.",
  frameworks: crosswalk.longLived,
  appliesTo: (subject) =>
    isLive(subject) && secretsOf(subject).some((secret) => isModelKey(secret, subject.detail)),
  evaluate(subject) {
    const violations = [];
    const doubts: Doubt[] = [];
    for (const secret of secretsOf(subject)) {
      if (!isModelKey(secret, subject.detail)) continue;
      const { expiresAt } = secret.facts;
      if (expiresAt.state === "unknown")
        doubts.push({
          key: secret.externalId ?? "self",
          ...unknownFact(`Whether “${secret.name}” expires`, expiresAt),
        });
      else if (expiresAt.value === null)
        violations.push({
          key: secret.externalId ?? "self",
          evidence: `“${secret.name}” opens foundation models and never expires`,
          facts: [line("Expires", "never", expiresAt)],
        });
    }
    return judged(violations, doubts);
  },
});
