import type { Subject } from "../../risk/subject";
import { crosswalk } from "../crosswalk";
import { judged, line, unreadTrusts } from "../outcome";
import { defineRule } from "../rule";

type Trust = Subject["trusts"][number];
const concerns = ({ principalKind }: Trust): boolean => principalKind === "oidc";

export const oidcWithoutSubject = defineRule({
  id: "nhi4-oidc-without-subject",
  title: "OIDC trust is not bound to a subject",
  severity: "high",
  remedy:
    "Require the token’s sub claim to name one repository and branch or environment, and its aud claim.",
  frameworks: crosswalk.deployment,
  appliesTo: (subject) => subject.trusts.some(concerns),
  evaluate(subject) {
    const found = subject.trusts.filter(
      (trust) => concerns(trust) && (trust.verdict === "open" || trust.verdict === "weak"),
    );
    return judged(
      found.map((trust) => ({
        key: trust.principal,
        evidence: `Its OIDC trust in ${trust.principal} is ${trust.verdict}: ${trust.because}`,
        facts: [line("Trusted principal", trust.principal), line("Verdict", trust.verdict)],
        severity: trust.verdict === "open" ? "high" : "medium",
      })),
      unreadTrusts(subject.trusts.filter(concerns)),
    );
  },
});
