import { crosswalk } from "../crosswalk";
import { defineRule } from "../rule";
import { keySharedAcross } from "../key-shared-across";

export const keyAcrossStages = defineRule({
  id: "nhi8-key-across-stages",
  title: "Same key in several pipeline stages",
  severity: "medium",
  remedy: "Create a key for each stage: what builds must not be able to deploy.",
  frameworks: crosswalk.environments,
  appliesTo: (subject) => subject.credentials.some(({ fingerprint }) => fingerprint !== null),
  evaluate: (subject) => keySharedAcross(subject, "stages", subject.stage),
});
