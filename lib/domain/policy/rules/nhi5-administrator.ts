import { crosswalk } from "../crosswalk";
import { fail, isLive, line, pass, unknownFact } from "../outcome";
import { defineRule } from "../rule";

export const administrator = defineRule({
  id: "nhi5-administrator",
  title: "Administrator access",
  severity: "high",
  remedy:
    "Replace the administrator policy by the actions it uses; keep the old one attached to a break-glass role only.",
  frameworks: crosswalk.privilege,
  appliesTo: (subject) => isLive(subject),
  evaluate(subject) {
    const { privilege } = subject.facts;
    if (privilege.state === "unknown") return unknownFact("Its privilege", privilege);
    if (privilege.value.level !== "admin") return pass;
    return fail({
      key: "admin",
      evidence: `It is an administrator: ${privilege.value.reasons[0] ?? "its source says so"}`,
      facts: privilege.value.reasons.slice(0, 5).map((reason) => line("Reason", reason, privilege)),
    });
  },
});
