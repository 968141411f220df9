import { crosswalk } from "../crosswalk";
import { fail, flag, isLive, line, pass, unknownBecause } from "../outcome";
import { defineRule } from "../rule";

export const webhookTlsUnverified = defineRule({
  id: "nhi4-webhook-tls-unverified",
  title: "Webhook does not verify TLS",
  severity: "high",
  remedy: "Turn certificate verification on and give the receiver a valid certificate.",
  frameworks: crosswalk.authentication,
  appliesTo: (subject) => subject.kind === "webhook" && isLive(subject),
  evaluate(subject) {
    const value = flag(subject, "insecureSsl");
    if (value === undefined) return unknownBecause("Its source does not say");
    return value
      ? fail({
          key: "insecureSsl",
          evidence: "It delivers without checking the receiver’s certificate",
          facts: [line("Webhook does not verify TLS", "yes")],
        })
      : pass;
  },
});
