import { valueOf } from "../../evidence";
import { crosswalk } from "../crosswalk";
import { activeCredentials, fail, isLive, line, pass } from "../outcome";
import { defineRule } from "../rule";

export const staticKeyInPipeline = defineRule({
  id: "nhi4-static-key-in-pipeline",
  title: "Pipeline signs in with a static key",
  severity: "medium",
  remedy: "Let the pipeline federate with OIDC and a role; delete the key once no run uses it.",
  frameworks: crosswalk.deployment,
  appliesTo: (subject) =>
    subject.kind === "iam_user" &&
    isLive(subject) &&
    (subject.stage === "build" || subject.stage === "deployment"),
  evaluate(subject) {
    const keys = activeCredentials(subject).filter(({ kind }) => kind === "access_key");
    if (keys.length === 0) return pass;
    return fail(
      ...keys.map((key) => ({
        key: key.externalId,
        evidence: `It serves the ${subject.stage} stage with the static key “${key.name}”, where a federated role would do`,
        facts: [
          line("Stage", subject.stage),
          line("Key created", valueOf(key.facts.createdAt) ?? "unknown", key.facts.createdAt),
        ],
      })),
    );
  },
});
