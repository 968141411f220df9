import { crosswalk } from "../crosswalk";
import { judged, line, unknownBecause } from "../outcome";
import { defineRule } from "../rule";

export const keyAcrossEnvironments = defineRule({
  id: "nhi8-key-across-environments",
  title: "Same key in several environments",
  severity: "high",
  remedy: "Create a key for each environment and delete this one.",
  frameworks: crosswalk.environments,
  appliesTo: (subject) => subject.credentials.some(({ fingerprint }) => fingerprint !== null),
  evaluate(subject) {
    const own = subject.environment;
    if (own === "unknown") return unknownBecause("Its own environment is unknown");
    const violations = subject.credentials.flatMap((credential) => {
      const others = credential.sharedIn.environments.filter(
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
