import { crosswalk } from "../crosswalk";
import { fail, flag, isLive, line, pass, unknownBecause } from "../outcome";
import { defineRule } from "../rule";

export const webhookWithoutSecret = defineRule({
  id: "nhi4-webhook-without-secret",
  title: "Webhook without a secret",
  severity: "medium",
  remedy: "Set a secret and verify the signature at the receiver.",
  frameworks: crosswalk.authentication,
  appliesTo: (subject) => subject.kind === "webhook" && isLive(subject),
  evaluate(subject) {
    const value = flag(subject, "signed");
    if (value === undefined)
      return unknownBecause("Whether a secret is set is unknown: its source does not say");
    return !value
      ? fail({
          key: "signed",
          evidence:
            "Nothing proves to the receiver that its deliveries are genuine: no secret is set",
          facts: [line("Webhook without a secret", "yes")],
        })
      : pass;
  },
});
