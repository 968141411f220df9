import { crosswalk } from "../crosswalk";
import {
  activeCredentials,
  fail,
  isLive,
  line,
  pass,
  unknownBecause,
  unknownFact,
} from "../outcome";
import { defineRule } from "../rule";

export const consoleAndKeys = defineRule({
  id: "nhi10-console-and-keys",
  title: "Person and program share one identity",
  severity: "medium",
  remedy:
    "Give the person a sign-in of their own; leave this identity to the program and remove its password.",
  frameworks: crosswalk.humanUse,
  appliesTo: (subject) => isLive(subject) && subject.kind === "iam_user",
  evaluate(subject) {
    const { interactive } = subject.facts;
    const keys = activeCredentials(subject).filter(
      ({ kind }) => kind === "access_key" || kind === "service_specific_credential",
    );
    if (keys.length === 0) return pass;
    if (interactive === undefined)
      return unknownBecause(
        "Whether people can sign in with it is unknown: its source does not say",
      );
    if (interactive.state === "unknown")
      return unknownFact("Whether people can sign in with it", interactive);
    if (!interactive.value) return pass;
    return fail({
      key: "interactive",
      evidence: `It has a console password and ${keys.length} active ${keys.length === 1 ? "key" : "keys"}`,
      facts: [line("Can sign in as a person", "yes", interactive), line("Keys", `${keys.length}`)],
    });
  },
});
