import { crosswalk } from "../crosswalk";
import { activeCredentials, fail, flag, line, pass, unknownBecause } from "../outcome";
import { defineRule } from "../rule";

export const rootAccessKey = defineRule({
  id: "nhi5-root-access-key",
  title: "Root user has an access key",
  severity: "critical",
  remedy:
    "Delete the root user’s access keys; use roles instead and keep the root user for the few tasks that need it.",
  frameworks: crosswalk.privilege,
  appliesTo: (subject) => subject.detail === "aws.root",
  evaluate(subject) {
    const keys = activeCredentials(subject).filter(({ kind }) => kind === "access_key");
    const present = flag(subject, "rootAccessKeys");
    if (keys.length === 0 && present !== true)
      return present === undefined
        ? unknownBecause(
            "Neither the account summary nor the credential report could be read",
            "permission_missing",
          )
        : pass;
    return fail({
      key: "root-key",
      evidence: `The root user of ${subject.container ?? "the account"} has ${keys.length > 1 ? `${keys.length} active access keys` : "an active access key"}; no policy can limit it`,
      facts: keys.map((key) => line("Key", key.name, key.facts.lastUsedAt)),
    });
  },
});
