import { secretsOf } from "../../credential/secrets-of";
import { crosswalk } from "../crosswalk";
import { isLive, judged, line, unknownFact } from "../outcome";
import { type Doubt, defineRule } from "../rule";

export const tokenWithoutExpiry = defineRule({
  id: "nhi7-token-without-expiry",
  title: "Personal access token without expiry",
  severity: "medium",
  remedy:
    "Replace it with a token that ends within the policy, and enforce a longest life for the organisation.",
  frameworks: crosswalk.longLived,
  appliesTo: (subject) => isLive(subject) && secretsOf(subject).some(({ kind }) => kind === "pat"),
  evaluate(subject) {
    const violations = [];
    const doubts: Doubt[] = [];
    for (const secret of secretsOf(subject)) {
      if (!(secret.kind === "pat")) continue;
      const { expiresAt } = secret.facts;
      if (expiresAt.state === "unknown")
        doubts.push({
          key: secret.externalId ?? "self",
          ...unknownFact(`Whether “${secret.name}” expires`, expiresAt),
        });
      else if (expiresAt.value === null)
        violations.push({
          key: secret.externalId ?? "self",
          evidence: `“${secret.name}” never expires`,
          facts: [line("Expires", "never", expiresAt)],
        });
    }
    return judged(violations, doubts);
  },
});
