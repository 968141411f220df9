import { crosswalk } from "../crosswalk";
import { fail, isLive, isPrivileged, line, pass } from "../outcome";
import { defineRule } from "../rule";

export const classicToken = defineRule({
  id: "nhi4-classic-token",
  title: "Classic personal access token",
  severity: "medium",
  remedy:
    "Replace it with a fine-grained token or a GitHub App, limited to the repositories it needs.",
  frameworks: crosswalk.authentication,
  appliesTo: (subject) => subject.kind === "personal_access_token" && isLive(subject),
  evaluate(subject) {
    if (!/classic/i.test(subject.detail)) return pass;
    return fail({
      key: "classic",
      evidence:
        "A classic token reaches everything its owner can reach; it cannot be limited to repositories",
      facts: [line("Token type", "classic"), line("Provider detail", subject.detail)],
      ...(isPrivileged(subject) ? { severity: "high" } : {}),
    });
  },
});
