import { crosswalk } from "../crosswalk";
import { defineRule } from "../rule";
import { keySharedAcross } from "../key-shared-across";

export const keyAcrossEnvironments = defineRule({
  id: "nhi8-key-across-environments",
  title: "Same key in several environments",
  severity: "high",
  remedy: "Create a key for each environment and delete this one.",
  frameworks: crosswalk.environments,
  appliesTo: (subject) => subject.credentials.some(({ fingerprint }) => fingerprint !== null),
  evaluate: (subject) => keySharedAcross(subject, "environments", subject.environment),
});
