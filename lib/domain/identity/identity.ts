import type { Fact } from "../evidence";

/** What an inventory row is, in the field's standard terms. The same words on every source. */
export const identityKinds = [
  "service_account",
  "iam_user",
  "assumable_role",
  "managed_identity",
  "app_registration",
  "app_installation",
  "oauth_app",
  "bot_user",
  "ai_agent",
  "mcp_server",
  "runner",
  "personal_access_token",
  "deploy_key",
  "api_key",
  "stored_secret",
  "webhook",
  "federation_provider",
  "database_role",
] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** Who holds the long-lived part: the organisation, the platform, or nobody (trust at use time). */
export const custodies = ["app_registration", "assumable_role", "managed_identity"] as const;
export type Custody = (typeof custodies)[number];

/**
 * C1: the class that decides thresholds. The first four are AI credentials; the last three are
 * the rest of the estate.
 */
export const identityClasses = [
  "ai_model_credential",
  "ai_tool_token",
  "ai_retrieval_connector",
  "ai_deployment_secret",
  "legacy_application",
  "infrastructure",
  "third_party",
] as const;
export type IdentityClass = (typeof identityClasses)[number];
export const isAiClass = (value: IdentityClass): boolean => value.startsWith("ai_");

export const environments = ["production", "staging", "test", "development", "unknown"] as const;
export type Environment = (typeof environments)[number];

/** Pipeline stage that the identity serves (C16). */
export const stages = ["build", "test", "training", "inference", "deployment", "unknown"] as const;
export type Stage = (typeof stages)[number];

export const identityStatuses = [
  "active",
  "disabled",
  "expired",
  "suspended",
  "pending",
  "unknown",
] as const;
export type IdentityStatus = (typeof identityStatuses)[number];

/** Least to most; `unknown` when the policies could not be read. Never default to read. */
export const privilegeLevels = ["none", "read", "write", "high", "admin", "unknown"] as const;
export type PrivilegeLevel = (typeof privilegeLevels)[number];

export interface PrivilegeVerdict {
  level: Exclude<PrivilegeLevel, "unknown">;
  /** Sentences: which policy, role or scope decides it, and what could not be taken into account. */
  reasons: string[];
}

/** Dates are ISO 8601 in UTC; `null` is the provider's own "never". */
export interface IdentityFacts {
  createdAt: Fact<string>;
  createdBy: Fact<string>;
  lastUsedAt: Fact<string | null>;
  /** Where or with what it was last used, in words. */
  lastUsedDetail?: Fact<string>;
  expiresAt: Fact<string | null>;
  lastRotatedAt: Fact<string | null>;
  privilege: Fact<PrivilegeVerdict>;
  /** Whether it can sign in interactively as a person would. */
  interactive?: Fact<boolean>;
  /** Whether the identity is reachable or usable from outside the organisation, and how. */
  exposure?: Fact<{ public: boolean; because: string }>;
}
