import { type Secret, secretsOf } from "../../credential/secrets-of";
import type { Subject } from "../../risk/subject";
import { crosswalk } from "../crosswalk";
import { neverExpiring } from "../never-expiring";
import { isLive, text } from "../outcome";
import { defineRule } from "../rule";

const isModelKeyOf =
  ({ detail }: Subject) =>
  ({ kind, name, attributes }: Secret): boolean =>
    (kind === "service_specific_credential" || kind === "api_key") &&
    /bedrock/i.test(`${text(attributes, "service") ?? ""} ${name} ${detail}`);

export const bedrockKeyWithoutExpiry = defineRule({
  id: "nhi7-bedrock-key-without-expiry",
  title: "Bedrock API key that never expires",
  severity: "high",
  remedy:
    "Create it again with an end date, or call the model with a role’s short-lived credentials.",
  frameworks: crosswalk.longLived,
  appliesTo: (subject) => isLive(subject) && secretsOf(subject).some(isModelKeyOf(subject)),
  evaluate: (subject) =>
    neverExpiring(
      subject,
      isModelKeyOf(subject),
      ({ name }) => `“${name}” opens foundation models and never expires`,
    ),
});
