import { z } from "zod";
import { ownerHintMethods, principalKinds, trustVerdicts } from "../access/access";
import { credentialKinds, credentialStatuses } from "../credential/credential";
import { factSchema } from "../evidence-schema";
import {
  custodies,
  environments,
  identityClasses,
  identityKinds,
  identityStatuses,
  privilegeLevels,
  stages,
} from "../identity/identity";

const externalId = z.string().min(1).max(600);
const name = z.string().min(1).max(500);
/** Calendars have no year 0, nor has the database. */
const instant = z.iso.datetime().refine((at) => !at.startsWith("0000"), "has no year 0");
const json: z.ZodType<JsonValue> = z.json();

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue };

const lifetimeFacts = {
  createdAt: factSchema(instant),
  createdBy: factSchema(z.string().max(500)),
  lastUsedAt: factSchema(instant.nullable()),
  lastUsedDetail: factSchema(z.string().max(500)).optional(),
  expiresAt: factSchema(instant.nullable()),
  lastRotatedAt: factSchema(instant.nullable()),
};

const privilegeVerdict = z.strictObject({
  level: z.enum(privilegeLevels).exclude(["unknown"]),
  reasons: z.array(z.string().max(1000)).max(50),
});

/** An inventory row. `externalId` is the provider's immutable id, never the display name. */
export const identityRecord = z.strictObject({
  type: z.literal("identity"),
  externalId,
  kind: z.enum(identityKinds),
  /** Dotted provider detail, for example `aws.role.oidc`. */
  detail: z.string().max(100),
  custody: z.enum(custodies).optional(),
  name,
  description: z.string().max(2000).optional(),
  status: z.enum(identityStatuses),
  /** Set only where the provider's own data decides it; otherwise the domain classifies. */
  identityClass: z.enum(identityClasses).optional(),
  environment: z.enum(environments).optional(),
  stage: z.enum(stages).optional(),
  /** The outside company behind it, where the provider says so. */
  vendor: z.string().max(200).optional(),
  /** Account, organisation or database that contains it, for grouping: `123456789012`, `acme/api`. */
  container: z.string().max(300).optional(),
  /** Shown as a link, so nothing but a web page. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .optional(),
  tags: z.record(z.string().max(300), z.string().max(1000)),
  /** Allow-listed provider fields, redacted, at most 32 kB as JSON. */
  attributes: z.record(z.string(), json),
  facts: z.strictObject({
    ...lifetimeFacts,
    privilege: factSchema(privilegeVerdict),
    interactive: factSchema(z.boolean()).optional(),
    exposure: factSchema(
      z.strictObject({ public: z.boolean(), because: z.string().max(500) }),
    ).optional(),
  }),
});

/** What proves the identity: a child of exactly one identity of the same source. */
export const credentialRecord = z.strictObject({
  type: z.literal("credential"),
  externalId,
  identityExternalId: externalId,
  kind: z.enum(credentialKinds),
  name,
  status: z.enum(credentialStatuses),
  /** Public part only: key id, SSH fingerprint, certificate thumbprint. */
  fingerprint: z.string().max(300).optional(),
  scopes: z.array(z.string().max(300)).max(500),
  attributes: z.record(z.string(), json),
  facts: z.strictObject(lifetimeFacts),
});

/** What the identity may do, at which target, through which policy. */
export const grantRecord = z.strictObject({
  type: z.literal("grant"),
  externalId,
  identityExternalId: externalId,
  /** Service or area for grouping: `iam`, `s3`, `contents`, `database`. */
  service: z.string().max(200),
  /** Permission or role name as the provider writes it. */
  entitlement: z.string().max(500),
  target: z.string().max(1000),
  /** Policy, role or membership that carries it. */
  via: z.string().max(500),
  level: z.enum(privilegeLevels),
  conditional: z.boolean(),
});

/** Who can use or become the identity. */
export const trustRecord = z.strictObject({
  type: z.literal("trust"),
  externalId,
  identityExternalId: externalId,
  principalKind: z.enum(principalKinds),
  principal: z.string().max(1000),
  verdict: z.enum(trustVerdicts),
  because: z.string().max(1000),
  conditions: json.optional(),
});

export const ownerHintRecord = z.strictObject({
  type: z.literal("owner_hint"),
  identityExternalId: externalId,
  method: z.enum(ownerHintMethods),
  /** E-mail address, login or team as the provider gives it. */
  candidate: z.string().min(1).max(320),
  evidence: z.string().max(500),
});

/** A sighting of use that arrives apart from the identity, for example sampled activity. */
export const usageRecord = z.strictObject({
  type: z.literal("usage"),
  subjectExternalId: externalId,
  lastUsedAt: instant,
  source: z.string().max(200),
  detail: z.string().max(500).optional(),
});

/** An entry of a secret manager or CI store: names and dates, never a value. */
export const storedSecretRecord = z.strictObject({
  ...identityRecord.shape,
  type: z.literal("stored_secret"),
  kind: z.literal("stored_secret"),
  /** Who or what can read it: `all repositories`, `environment production`. */
  readableBy: z.string().max(500),
});

export const sourceRecord = z.discriminatedUnion("type", [
  identityRecord,
  credentialRecord,
  grantRecord,
  trustRecord,
  ownerHintRecord,
  usageRecord,
  storedSecretRecord,
]);

export type IdentityRecord = z.infer<typeof identityRecord>;
export type CredentialRecord = z.infer<typeof credentialRecord>;
export type GrantRecord = z.infer<typeof grantRecord>;
export type TrustRecord = z.infer<typeof trustRecord>;
export type OwnerHintRecord = z.infer<typeof ownerHintRecord>;
export type UsageRecord = z.infer<typeof usageRecord>;
export type StoredSecretRecord = z.infer<typeof storedSecretRecord>;
export type SourceRecord = z.infer<typeof sourceRecord>;
