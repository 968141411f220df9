import type { Subject } from "../../risk/subject";
import { crosswalk } from "../crosswalk";
import { judged, line, unreadTrusts } from "../outcome";
import { defineRule } from "../rule";

type Trust = Subject["trusts"][number];
const concerns = ({ principalKind }: Trust): boolean => principalKind === "external_account";

export const crossAccountWithoutExternalId = defineRule({
  id: "nhi4-cross-account-without-external-id",
  title: "Cross-account trust without an external id",
  severity: "medium",
  remedy: "Require sts:ExternalId, or trust one named role instead of the whole account.",
  frameworks: ["NHI4:2025", ...crosswalk.thirdParty],
  appliesTo: (subject) => subject.trusts.some(concerns),
  evaluate(subject) {
    const found = subject.trusts.filter((trust) => concerns(trust) && trust.verdict === "weak");
    return judged(
      found.map((trust) => ({
        key: trust.principal,
        evidence: `Another account, ${trust.principal}, can use it: ${trust.because}`,
        facts: [line("Trusted principal", trust.principal), line("Verdict", trust.verdict)],
      })),
      unreadTrusts(subject.trusts.filter(concerns)),
    );
  },
});
