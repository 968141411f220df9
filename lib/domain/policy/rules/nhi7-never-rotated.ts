import { dayMs, dayOf } from "../../days";
import { secretsOf } from "../../credential/secrets-of";
import { rotationDaysFor } from "../../risk/factors/rotation";
import { crosswalk } from "../crosswalk";
import { isLive, judged, line, unknownFact } from "../outcome";
import { type Doubt, defineRule } from "../rule";

export const neverRotated = defineRule({
  id: "nhi7-never-rotated",
  title: "Never rotated",
  severity: "medium",
  remedy: "Rotate it once by hand, then let its manager rotate it on a schedule.",
  frameworks: crosswalk.longLived,
  appliesTo: (subject) => isLive(subject) && secretsOf(subject).length > 0,
  evaluate(subject, now) {
    const violations = [];
    const doubts: Doubt[] = [];
    for (const secret of secretsOf(subject)) {
      const { lastRotatedAt, createdAt } = secret.facts;
      if (lastRotatedAt.state === "unknown") {
        doubts.push({
          key: secret.externalId ?? "self",
          ...unknownFact(`Whether “${secret.name}” was ever rotated`, lastRotatedAt),
        });
        continue;
      }
      const days = rotationDaysFor(secret, subject.limits);
      const young =
        createdAt.state === "known" && Date.parse(createdAt.value) + days * dayMs > now.getTime();
      if (lastRotatedAt.value !== null || young) continue;
      violations.push({
        key: secret.externalId ?? "self",
        evidence: `“${secret.name}” was never rotated${createdAt.state === "known" ? ` since it was created ${dayOf(createdAt.value)}` : ""}`,
        facts: [line("Last rotated", "never", lastRotatedAt)],
      });
    }
    return judged(violations, doubts);
  },
});
