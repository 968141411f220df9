import { crosswalk } from "../crosswalk";
import { fail, flag, isLive, line, pass, unknownBecause } from "../outcome";
import { defineRule } from "../rule";

export const webhookTlsUnverified = defineRule({
  id: "nhi4-webhook-tls-unverified",
  title: "Webhook without verified TLS",
  severity: "high",
  remedy: "Turn certificate verification on and give the receiver a valid certificate.",
  frameworks: crosswalk.authentication,
  appliesTo: (subject) => subject.kind === "webhook" && isLive(subject),
  evaluate(subject) {
    const verified = flag(subject, "tlsVerified");
    const plain = flag(subject, "https") === false;
    if (verified === undefined && !plain)
      return unknownBecause("Whether it checks certificates is unknown: its source does not say");
    if (verified && !plain) return pass;
    return fail({
      key: "tls",
      evidence: plain
        ? "It delivers without TLS: anyone on the way can read and change the events"
        : "It delivers without checking the receiver’s certificate",
      facts: [line("TLS", plain ? "none" : "certificate not verified")],
    });
  },
});
