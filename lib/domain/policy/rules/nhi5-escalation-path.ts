import { crosswalk } from "../crosswalk";
import { fail, isLive, line, pass, unknownFact } from "../outcome";
import { defineRule } from "../rule";

/** Actions that change policies, roles or code that runs with another role. */
const path =
  /\b(?:iam:[A-Z]\w+|sts:AssumeRole|lambda:UpdateFunctionCode|CREATEROLE)\b|raise its own|escalat/;

export const escalationPath = defineRule({
  id: "nhi5-escalation-path",
  title: "Can raise its own privileges",
  severity: "high",
  remedy:
    "Remove the named action, or limit it to the resources it needs with a permissions boundary.",
  frameworks: crosswalk.privilege,
  appliesTo: (subject) => isLive(subject),
  evaluate(subject) {
    const { privilege } = subject.facts;
    if (privilege.state === "unknown") return unknownFact("Its privilege", privilege);
    if (privilege.value.level !== "high") return pass;
    const paths = privilege.value.reasons.filter((reason) => path.test(reason));
    if (paths.length === 0) return pass;
    return fail({
      key: "escalation",
      evidence: `It can make itself an administrator: ${paths[0]}`,
      facts: paths.slice(0, 5).map((reason) => line("Path", reason, privilege)),
    });
  },
});
