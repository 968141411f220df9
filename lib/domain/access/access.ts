/** Who may become, call or federate into an identity. */
export const principalKinds = [
  "service",
  "account",
  "external_account",
  "identity",
  "oidc",
  "saml",
  "anyone",
  "deleted",
  "organization",
] as const;
export type PrincipalKind = (typeof principalKinds)[number];

/** How well the trust is narrowed: `open` lets strangers in, `weak` trusts more than it names. */
export const trustVerdicts = ["narrow", "weak", "open", "unknown"] as const;
export type TrustVerdict = (typeof trustVerdicts)[number];

export const ownerHintMethods = [
  "explicit_owner",
  "disabled_owner",
  "unnamed_owner",
  "tag",
  "creator",
  "audit_creator",
  "code_owner",
  "iac",
  "container",
  "name_similarity",
  "name_pattern",
] as const;
export type OwnerHintMethod = (typeof ownerHintMethods)[number];

/** Confidence 0-1 by method: strongest first, from a named owner object down to a similar name. */
export const ownerHintConfidence: Record<OwnerHintMethod, number> = {
  explicit_owner: 0.95,
  disabled_owner: 0.5,
  unnamed_owner: 0.45,
  tag: 0.9,
  creator: 0.7,
  audit_creator: 0.7,
  code_owner: 0.6,
  iac: 0.5,
  container: 0.4,
  name_similarity: 0.3,
  name_pattern: 0.75,
};
