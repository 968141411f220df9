import { crosswalk } from "../crosswalk";
import { fail, flag, isLive, levelOf, line, pass, unknownBecause } from "../outcome";
import { defineRule } from "../rule";

export const deployKeyWithWrite = defineRule({
  id: "nhi5-deploy-key-with-write",
  title: "Deploy key can write",
  severity: "medium",
  remedy: "Replace it with a read-only key, or with a GitHub App limited to the repository.",
  frameworks: crosswalk.privilege,
  appliesTo: (subject) => subject.kind === "deploy_key" && isLive(subject),
  evaluate(subject) {
    const readOnly = flag(subject, "readOnly");
    const level = levelOf(subject);
    if (readOnly === undefined && level === "unknown")
      return unknownBecause("Whether the key is read-only is unknown: its source does not say");
    if (readOnly ?? level === "read") return pass;
    return fail({
      key: "write",
      evidence: `The key can push to ${subject.container ?? "its repository"}`,
      facts: [line("Read only", "no"), line("Privilege", level, subject.facts.privilege)],
    });
  },
});
