import { crosswalk } from "../crosswalk";
import { fail, isLive, isPrivileged, levelOf, line, pass } from "../outcome";
import { defineRule } from "../rule";

export const noOwner = defineRule({
  id: "nhi1-no-owner",
  title: "No owner",
  severity: "medium",
  remedy:
    "Name a person who answers for it. Start with the suggested candidates; if nobody claims it, disable it and watch.",
  frameworks: crosswalk.ownership,
  appliesTo: (subject) => isLive(subject) && subject.custody !== "managed_identity",
  evaluate(subject) {
    if (subject.owner.state !== "none") return pass;
    const privileged = isPrivileged(subject);
    return fail({
      key: "owner",
      evidence: privileged
        ? `Nobody owns it, and its privilege is ${levelOf(subject)}`
        : "Nobody owns it and no tag, creator or code owner points to anybody",
      facts: [line("Owner", "none"), line("Privilege", levelOf(subject), subject.facts.privilege)],
      ...(privileged ? { severity: "high" } : {}),
    });
  },
});
