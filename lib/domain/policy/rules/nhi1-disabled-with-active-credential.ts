import { crosswalk } from "../crosswalk";
import { activeCredentials, fail, isOff, line, pass } from "../outcome";
import { defineRule } from "../rule";

export const disabledWithActiveCredential = defineRule({
  id: "nhi1-disabled-with-active-credential",
  title: "Disabled, but a credential still works",
  severity: "high",
  remedy: "Disable or delete the credentials too: switching off the identity may not stop them.",
  frameworks: crosswalk.ownership,
  appliesTo: isOff,
  evaluate(subject) {
    const active = activeCredentials(subject);
    if (active.length === 0) return pass;
    return fail(
      ...active.map((credential) => ({
        key: credential.externalId,
        evidence: `The identity is ${subject.status}, but “${credential.name}” is active`,
        facts: [
          line("Identity", subject.status),
          line("Credential", `${credential.name}: ${credential.status}`),
        ],
      })),
    );
  },
});
