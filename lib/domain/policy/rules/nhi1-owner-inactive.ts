import { crosswalk } from "../crosswalk";
import { fail, isLive, line, pass } from "../outcome";
import { defineRule } from "../rule";

export const ownerInactive = defineRule({
  id: "nhi1-owner-inactive",
  title: "Owner has left",
  severity: "high",
  remedy:
    "Pass it to a new owner, then rotate its secrets: the person who left may still know them.",
  frameworks: crosswalk.ownership,
  appliesTo: (subject) => isLive(subject) && subject.owner.state !== "none",
  evaluate(subject) {
    if (subject.owner.active) return pass;
    return fail({
      key: "owner",
      evidence: `Its ${subject.owner.state} owner is no longer active`,
      facts: [
        line("Owner", `${subject.owner.state}, inactive`),
        line("Backup owner", subject.ownership.backedUp ? "active" : "none"),
      ],
      ...(subject.ownership.backedUp ? { severity: "medium" } : {}),
    });
  },
});
