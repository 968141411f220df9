import type { IdentityKind } from "../identity/identity";
import type { Attributes, Subject } from "../risk/subject";
import type { CredentialFacts, CredentialKind } from "./credential";

export interface Secret {
  /** Absent when the identity's row is itself the secret. */
  externalId?: string;
  kind: CredentialKind;
  name: string;
  facts: CredentialFacts;
  attributes: Attributes;
}

/** Kinds whose row is itself the secret, and what kind of credential that is. */
const selfSecret: Partial<Record<IdentityKind, CredentialKind>> = {
  api_key: "api_key",
  personal_access_token: "pat",
  deploy_key: "ssh_key",
  stored_secret: "stored_secret",
  webhook: "webhook_secret",
  database_role: "password",
};

const isStatic = (credential: Subject["credentials"][number]): boolean =>
  credential.kind !== "federated" &&
  (credential.status === "active" || credential.status === "unknown");

/** The long-lived secrets that work today; an empty list where none can exist or all are off. */
export function secretsOf(subject: Subject): readonly Secret[] {
  const { credentials } = subject;
  if (credentials.length > 0)
    return credentials.every(isStatic) ? credentials : credentials.filter(isStatic);
  const kind = selfSecret[subject.kind];
  return kind === undefined
    ? []
    : [{ kind, name: subject.name, facts: subject.facts, attributes: subject.attributes }];
}

/** Kinds that get a new value in place; every other kind is rotated by making a new one. */
export function rotatesInPlace(kind: CredentialKind): boolean {
  return kind === "password" || kind === "stored_secret" || kind === "webhook_secret";
}
