import { classify } from "@/lib/domain/identity/classify";
import { valueOf } from "@/lib/domain/evidence";
import type { IdentityRecord, StoredSecretRecord } from "@/lib/domain/inventory/source-record";
import type { IngestBatch } from "./batch";

type AnyIdentity = IdentityRecord | StoredSecretRecord;

/** What the source decides about an identity's row; scoring and people decide the rest. */
export const identityColumns = {
  id: "uuid",
  stream: "text",
  kind: "text",
  detail: "text",
  custody: "text",
  name: "text",
  description: "text",
  status: "text",
  identity_class: "text",
  environment: "text",
  stage: "text",
  vendor: "text",
  container: "text",
  url: "text",
  tags: "jsonb",
  attributes: "jsonb",
  facts: "jsonb",
  created_at_source: "timestamptz",
  last_used_at: "timestamptz",
  usage_state: "text",
  expires_at: "timestamptz",
  last_rotated_at: "timestamptz",
  privilege: "text",
  content_hash: "text",
  last_seen_at: "timestamptz",
  last_seen_run: "uuid",
} as const;

export const newIdentityColumns = {
  ...identityColumns,
  source_id: "uuid",
  external_id: "text",
  first_seen_at: "timestamptz",
} as const;

/** Only a manifest-sized part of the provider's fields is kept. */
const maxAttributesLength = 32_000;

function attributesOf(record: AnyIdentity): object {
  const all =
    record.type === "stored_secret"
      ? { ...record.attributes, readableBy: record.readableBy }
      : record.attributes;
  return JSON.stringify(all).length > maxAttributesLength
    ? { leftOut: "The provider's fields are larger than 32 kB." }
    : all;
}

export function identityRow(record: AnyIdentity, batch: IngestBatch, id: string, hash: string) {
  const { facts } = record;
  const lastUsed = valueOf(facts.lastUsedAt);
  const classified = classify({ ...record, connectorId: batch.connectorId });
  const at = batch.now.toISOString();
  return {
    id,
    source_id: batch.sourceId,
    external_id: record.externalId,
    stream: batch.stream,
    kind: record.kind,
    detail: record.detail,
    custody: record.custody ?? null,
    name: record.name,
    description: record.description ?? null,
    status: record.status,
    identity_class: classified.identityClass,
    environment: classified.environment,
    stage: classified.stage,
    vendor: record.vendor ?? null,
    container: record.container ?? null,
    url: record.url ?? null,
    tags: record.tags,
    attributes: attributesOf(record),
    facts,
    created_at_source: valueOf(facts.createdAt) ?? null,
    last_used_at: lastUsed ?? null,
    usage_state: lastUsed === undefined ? "unknown" : lastUsed === null ? "never" : "known",
    expires_at: valueOf(facts.expiresAt) ?? null,
    last_rotated_at: valueOf(facts.lastRotatedAt) ?? null,
    privilege: valueOf(facts.privilege)?.level ?? "unknown",
    content_hash: hash,
    first_seen_at: at,
    last_seen_at: at,
    last_seen_run: batch.runId,
  };
}
export type IdentityRow = ReturnType<typeof identityRow>;
