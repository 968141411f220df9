import { dayOf } from "../../days";
import { crosswalk } from "../crosswalk";
import { activeCredentials, isLive, judged, line, unknownFact } from "../outcome";
import { type Doubt, defineRule } from "../rule";

export const expiredButActive = defineRule({
  id: "nhi7-expired-but-active",
  title: "Past its end date, still active",
  severity: "medium",
  remedy:
    "Delete it: nothing can need it if it has ended, and if something does, the end date is wrong.",
  frameworks: crosswalk.longLived,
  appliesTo: isLive,
  evaluate(subject, now) {
    const violations = [];
    const doubts: Doubt[] = [];
    for (const credential of activeCredentials(subject)) {
      const { expiresAt } = credential.facts;
      if (expiresAt.state === "unknown")
        doubts.push({
          key: credential.externalId,
          ...unknownFact(`Whether “${credential.name}” has expired`, expiresAt),
        });
      else if (expiresAt.value !== null && Date.parse(expiresAt.value) <= now.getTime())
        violations.push({
          key: credential.externalId,
          evidence: `“${credential.name}” ended ${dayOf(expiresAt.value)}, yet its provider calls it active`,
          facts: [line("Ended", expiresAt.value, expiresAt), line("Status", credential.status)],
        });
    }
    return judged(violations, doubts);
  },
});
