import { crosswalk } from "../crosswalk";
import { fail, isLive, line, pass, unknownFact } from "../outcome";
import { defineRule } from "../rule";

export const thirdPartyWithWrite = defineRule({
  id: "nhi3-third-party-with-write",
  title: "Third-party app with write access",
  severity: "medium",
  remedy:
    "Check that the vendor still needs it, narrow its permissions and repositories, or remove it.",
  frameworks: crosswalk.thirdParty,
  appliesTo: (subject) =>
    isLive(subject) && (subject.vendor !== null || subject.identityClass === "third_party"),
  evaluate(subject) {
    const { privilege } = subject.facts;
    if (privilege.state === "unknown") return unknownFact("Its privilege", privilege);
    const { level, reasons } = privilege.value;
    if (level === "none" || level === "read") return pass;
    const who = subject.vendor ?? "An outside company";
    return fail({
      key: "privilege",
      evidence: `${who} holds ${level} access here${reasons[0] === undefined ? "" : `: ${reasons[0]}`}`,
      facts: [line("Vendor", who), line("Privilege", level, privilege)],
      ...(level === "admin" || level === "high" ? { severity: "high" } : {}),
    });
  },
});
