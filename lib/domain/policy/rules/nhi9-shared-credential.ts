import { crosswalk } from "../crosswalk";
import { isLive, judged, line, unknownBecause } from "../outcome";
import { defineRule } from "../rule";

export const sharedCredential = defineRule({
  id: "nhi9-shared-credential",
  title: "Same credential in several identities",
  severity: "high",
  remedy:
    "Give each workload a credential of its own, so that one can be revoked without stopping the others.",
  frameworks: crosswalk.reuse,
  appliesTo: (subject) => isLive(subject) && subject.credentials.length > 0,
  evaluate(subject) {
    const violations = subject.credentials
      .filter(({ sharedWith, status }) => sharedWith > 0 && status !== "revoked")
      .map((credential) => ({
        key: credential.externalId,
        evidence: `The public part of “${credential.name}” is also held by ${credential.sharedWith} other ${credential.sharedWith === 1 ? "identity" : "identities"}`,
        facts: [
          line("Public part", credential.fingerprint ?? "unknown"),
          line("Also held by", `${credential.sharedWith}`),
        ],
      }));
    const isCompared = subject.credentials.some(({ fingerprint }) => fingerprint !== null);
    return isCompared || violations.length > 0
      ? judged(violations)
      : unknownBecause("Its credentials show no public part that could be compared", "not_offered");
  },
});
