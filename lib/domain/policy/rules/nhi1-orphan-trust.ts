import { crosswalk } from "../crosswalk";
import { fail, line, pass } from "../outcome";
import { defineRule } from "../rule";

export const orphanTrust = defineRule({
  id: "nhi1-orphan-trust",
  title: "Trusts a principal that was deleted",
  severity: "medium",
  remedy: "Remove the deleted principal from the trust policy.",
  frameworks: crosswalk.ownership,
  appliesTo: (subject) => subject.trusts.length > 0,
  evaluate(subject) {
    const orphans = subject.trusts.filter(({ principalKind }) => principalKind === "deleted");
    if (orphans.length === 0) return pass;
    return fail(
      ...orphans.map((trust) => ({
        key: trust.principal,
        evidence: `It trusts ${trust.principal}, which no longer exists`,
        facts: [line("Trusted principal", trust.principal), line("Why", trust.because)],
      })),
    );
  },
});
