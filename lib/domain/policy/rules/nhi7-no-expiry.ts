import { type Secret, secretsOf } from "../../credential/secrets-of";
import type { CredentialKind } from "../../credential/credential";
import { crosswalk } from "../crosswalk";
import { neverExpiring } from "../never-expiring";
import { isLive } from "../outcome";
import { defineRule } from "../rule";

/** Kinds for which providers offer an end date and no narrower rule speaks. */
const kinds = new Set<CredentialKind>(["client_secret", "oauth_token", "password", "api_key"]);
const canExpire = ({ kind }: Secret): boolean => kinds.has(kind);

export const noExpiry = defineRule({
  id: "nhi7-no-expiry",
  title: "Secret without an end date",
  severity: "low",
  remedy: "Give it an end date no longer than its class allows, and a reminder for its owner.",
  frameworks: crosswalk.longLived,
  appliesTo: (subject) =>
    isLive(subject) && !/bedrock/i.test(subject.detail) && secretsOf(subject).some(canExpire),
  evaluate: (subject) =>
    neverExpiring(
      subject,
      canExpire,
      ({ name }) => `“${name}” never expires, though its provider can set an end`,
    ),
});
