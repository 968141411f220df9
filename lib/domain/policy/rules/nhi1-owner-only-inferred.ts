import { crosswalk } from "../crosswalk";
import { fail, isLive, line, pass } from "../outcome";
import { defineRule } from "../rule";

export const ownerOnlyInferred = defineRule({
  id: "nhi1-owner-only-inferred",
  title: "Owner not confirmed",
  severity: "low",
  remedy: "Ask the inferred owner to confirm or to name somebody else.",
  frameworks: crosswalk.ownership,
  appliesTo: (subject) => isLive(subject) && subject.custody !== "managed_identity",
  evaluate(subject) {
    if (subject.owner.state !== "inferred") return pass;
    return fail({
      key: "owner",
      evidence: "Its owner is inferred from hints; nobody has confirmed it",
      facts: [line("Owner", "inferred")],
    });
  },
});
