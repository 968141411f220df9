import { crosswalk } from "../crosswalk";
import { judged, line, unknownBecause } from "../outcome";
import { defineRule } from "../rule";

export const keyAcrossStages = defineRule({
  id: "nhi8-key-across-stages",
  title: "Same key in several pipeline stages",
  severity: "medium",
  remedy: "Create a key for each stage: what builds must not be able to deploy.",
  frameworks: crosswalk.environments,
  appliesTo: (subject) => subject.credentials.some(({ fingerprint }) => fingerprint !== null),
  evaluate(subject) {
    const own = subject.stage;
    if (own === "unknown") return unknownBecause("Its own stage is unknown");
    const violations = subject.credentials.flatMap((credential) => {
      const others = credential.sharedIn.stages.filter(
        (other) => other !== own && other !== "unknown",
      );
      if (credential.sharedWith === 0 || others.length === 0 || credential.status === "revoked")
        return [];
      return [
        {
          key: credential.externalId,
          evidence: `“${credential.name}” serves ${own} here and ${others.join(", ")} elsewhere`,
          facts: [line("Here", own), line("Elsewhere", others.join(", "))],
        },
      ];
    });
    return judged(violations, undefined);
  },
});
