import { crosswalk } from "../crosswalk";
import { fail, flag, isLive, line, notApplicable, pass } from "../outcome";
import { defineRule } from "../rule";

export const secretWithoutRotation = defineRule({
  id: "nhi7-secret-without-rotation",
  title: "Managed secret without automatic rotation",
  severity: "low",
  remedy: "Turn rotation on in the secret manager, with a schedule within the policy.",
  frameworks: crosswalk.longLived,
  appliesTo: (subject) => subject.kind === "stored_secret" && isLive(subject),
  evaluate(subject) {
    const enabled = flag(subject, "rotationEnabled");
    if (enabled === undefined) return notApplicable;
    if (enabled) return pass;
    return fail({
      key: "rotation",
      evidence: "Its manager can rotate it, but rotation is off",
      facts: [line("Automatic rotation", "off", subject.facts.lastRotatedAt)],
      ...(subject.environment === "production" ? { severity: "medium" } : {}),
    });
  },
});
