import type { Fact } from "../evidence";

export const credentialKinds = [
  "access_key",
  "api_key",
  "pat",
  "oauth_token",
  "client_secret",
  "certificate",
  "ssh_key",
  "password",
  "signing_key",
  "service_specific_credential",
  "webhook_secret",
  "stored_secret",
  "federated",
] as const;
export type CredentialKind = (typeof credentialKinds)[number];

export const credentialStatuses = ["active", "disabled", "expired", "revoked", "unknown"] as const;
export type CredentialStatus = (typeof credentialStatuses)[number];

export interface CredentialFacts {
  createdAt: Fact<string>;
  createdBy: Fact<string>;
  lastUsedAt: Fact<string | null>;
  lastUsedDetail?: Fact<string>;
  expiresAt: Fact<string | null>;
  lastRotatedAt: Fact<string | null>;
}
