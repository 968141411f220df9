import { crosswalk } from "../crosswalk";
import { fail, isLive, line, pass } from "../outcome";
import { defineRule } from "../rule";

export const ownerSharedInbox = defineRule({
  id: "nhi1-owner-shared-inbox",
  title: "Owned by a shared inbox",
  severity: "low",
  remedy: "Name a person beside the team: an inbox cannot answer for a key.",
  frameworks: crosswalk.ownership,
  appliesTo: (subject) => isLive(subject) && subject.owner.state !== "none",
  evaluate(subject) {
    if (!subject.owner.sharedInbox || subject.ownership.backedUp) return pass;
    return fail({
      key: "owner",
      evidence: "Its owner is a shared inbox or team, not a person",
      facts: [line("Owner", `${subject.owner.state}, shared inbox`)],
    });
  },
});
