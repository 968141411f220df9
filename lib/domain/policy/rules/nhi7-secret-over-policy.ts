import { dayMs, dayOf } from "../../days";
import { secretsOf } from "../../credential/secrets-of";
import { rotationDaysFor, unchangedSince } from "../../risk/factors/rotation";
import { crosswalk } from "../crosswalk";
import { isLive, judged, line, unknownFact } from "../outcome";
import { type Doubt, defineRule } from "../rule";

export const secretOverPolicy = defineRule({
  id: "nhi7-secret-over-policy",
  title: "Secret older than its policy",
  severity: "medium",
  remedy: "Rotate it, or better, replace it by a short-lived federated credential.",
  frameworks: crosswalk.longLived,
  appliesTo: (subject) => isLive(subject) && secretsOf(subject).length > 0,
  evaluate(subject, now) {
    const policy = subject.limits;
    const violations = [];
    const doubts: Doubt[] = [];
    for (const secret of secretsOf(subject)) {
      const since = unchangedSince(secret);
      const days = rotationDaysFor(secret, policy);
      if (since.state === "unknown")
        doubts.push({
          key: secret.externalId ?? "self",
          ...unknownFact(`The age of “${secret.name}”`, since),
        });
      else if (Date.parse(since.value) + days * dayMs <= now.getTime())
        violations.push({
          key: secret.externalId ?? "self",
          evidence: `“${secret.name}” is unchanged since ${dayOf(since.value)}; its policy is ${days} days`,
          facts: [line("Unchanged since", since.value, since), line("Policy", `${days} days`)],
          ...(Date.parse(since.value) + 4 * days * dayMs <= now.getTime()
            ? { severity: "high" as const }
            : {}),
        });
    }
    return judged(violations, doubts);
  },
});
