import { isAiClass } from "../../identity/identity";
import { crosswalk } from "../crosswalk";
import { fail, isLive, line, pass } from "../outcome";
import { defineRule } from "../rule";

const automation =
  /(?:^|[^a-z])(?:ci|cd|bot|cron|jenkins|deploy|pipeline|terraform|actions|automation|service|svc|sync|release|renovate|agent)(?:$|[^a-z])/i;

export const programUsesPersonalToken = defineRule({
  id: "nhi10-program-uses-personal-token",
  title: "Program works with a person’s token",
  severity: "medium",
  remedy:
    "Replace it with a GitHub App or a service account: when the person leaves, the program must not stop, nor go on.",
  frameworks: crosswalk.humanUse,
  appliesTo: (subject) => subject.kind === "personal_access_token" && isLive(subject),
  evaluate(subject) {
    const automated =
      subject.stage !== "unknown" ||
      isAiClass(subject.identityClass) ||
      automation.test(subject.name);
    if (!automated) return pass;
    const { createdBy } = subject.facts;
    const person = createdBy.state === "known" ? createdBy.value : "a person";
    return fail({
      key: "personal",
      evidence: `“${subject.name}” reads like automation, yet the token belongs to ${person}`,
      facts: [line("Belongs to", person, createdBy), line("Stage", subject.stage)],
    });
  },
});
