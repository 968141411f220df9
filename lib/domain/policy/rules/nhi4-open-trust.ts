import type { Subject } from "../../risk/subject";
import { crosswalk } from "../crosswalk";
import { judged, line, unreadTrusts } from "../outcome";
import { defineRule } from "../rule";

type Trust = Subject["trusts"][number];
const concerns = ({ principalKind }: Trust): boolean => principalKind !== "oidc";

export const openTrust = defineRule({
  id: "nhi4-open-trust",
  title: "Anyone can assume it",
  severity: "critical",
  remedy:
    "Name the principals that need it, or require the organisation id or an external id as a condition.",
  frameworks: crosswalk.authentication,
  appliesTo: (subject) => subject.trusts.some(concerns),
  evaluate(subject) {
    const found = subject.trusts.filter((trust) => concerns(trust) && trust.verdict === "open");
    return judged(
      found.map((trust) => ({
        key: trust.principal,
        evidence: `Strangers can use it through ${trust.principal}: ${trust.because}`,
        facts: [line("Trusted principal", trust.principal), line("Verdict", trust.verdict)],
      })),
      unreadTrusts(subject.trusts.filter(concerns)),
    );
  },
});
