import { crosswalk } from "../crosswalk";
import { activeCredentials, isOff, judged, line, unknownBecause } from "../outcome";
import { defineRule } from "../rule";

export const disabledWithActiveCredential = defineRule({
  id: "nhi1-disabled-with-active-credential",
  title: "Disabled, but a credential still works",
  severity: "high",
  remedy: "Disable or delete the credentials too: switching off the identity may not stop them.",
  frameworks: crosswalk.ownership,
  appliesTo: isOff,
  evaluate(subject) {
    const doubts = subject.credentials
      .filter(({ status }) => status === "unknown")
      .map(({ externalId: key, name }) => ({
        key,
        ...unknownBecause(`Whether “${name}” still works is unknown: its source does not say`),
      }));
    return judged(
      activeCredentials(subject).map((credential) => ({
        key: credential.externalId,
        evidence: `The identity is ${subject.status}, but “${credential.name}” is active`,
        facts: [
          line("Identity", subject.status),
          line("Credential", `${credential.name}: ${credential.status}`),
        ],
      })),
      doubts,
    );
  },
});
