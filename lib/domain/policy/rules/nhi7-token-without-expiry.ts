import { type Secret, secretsOf } from "../../credential/secrets-of";
import { crosswalk } from "../crosswalk";
import { neverExpiring } from "../never-expiring";
import { isLive } from "../outcome";
import { defineRule } from "../rule";

const isToken = ({ kind }: Secret): boolean => kind === "pat";

export const tokenWithoutExpiry = defineRule({
  id: "nhi7-token-without-expiry",
  title: "Personal access token without expiry",
  severity: "medium",
  remedy:
    "Replace it with a token that ends within the policy, and enforce a longest life for the organisation.",
  frameworks: crosswalk.longLived,
  appliesTo: (subject) => isLive(subject) && secretsOf(subject).some(isToken),
  evaluate: (subject) => neverExpiring(subject, isToken, ({ name }) => `“${name}” never expires`),
});
