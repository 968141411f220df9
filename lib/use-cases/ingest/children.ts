import { valueOf } from "@/lib/domain/evidence";
import type {
  CredentialRecord,
  GrantRecord,
  TrustRecord,
} from "@/lib/domain/inventory/source-record";
import type { Columns } from "./bulk-sql";

type Child = CredentialRecord | GrantRecord | TrustRecord;

/** How one kind of child of an identity is stored. */
export interface ChildTable<R extends Child = Child> {
  table: "credential" | "access_grant" | "trust";
  columns: Columns;
  row(record: R): Record<string, unknown>;
  /** Fields whose change a reader of the timeline wants to know. */
  told: readonly string[];
  noun: string;
  nameOf(record: R): string;
}

/** Columns that every child has. */
export const commonColumns = {
  id: "uuid",
  identity_id: "uuid",
  stream: "text",
  content_hash: "text",
  last_seen_at: "timestamptz",
  last_seen_run: "uuid",
} as const;

export const credentials: ChildTable<CredentialRecord> = {
  table: "credential",
  columns: {
    kind: "text",
    name: "text",
    status: "text",
    fingerprint: "text",
    scopes: "text[]",
    attributes: "jsonb",
    facts: "jsonb",
    created_at_source: "timestamptz",
    last_used_at: "timestamptz",
    expires_at: "timestamptz",
    last_rotated_at: "timestamptz",
  },
  row: ({ facts, ...record }) => ({
    kind: record.kind,
    name: record.name,
    status: record.status,
    fingerprint: record.fingerprint ?? null,
    scopes: record.scopes,
    attributes: record.attributes,
    facts,
    created_at_source: valueOf(facts.createdAt) ?? null,
    last_used_at: valueOf(facts.lastUsedAt) ?? null,
    expires_at: valueOf(facts.expiresAt) ?? null,
    last_rotated_at: valueOf(facts.lastRotatedAt) ?? null,
  }),
  told: ["status", "name", "expires_at", "last_rotated_at", "scopes"],
  noun: "credential",
  nameOf: (record) => record.name,
};

export const grants: ChildTable<GrantRecord> = {
  table: "access_grant",
  columns: {
    service: "text",
    entitlement: "text",
    target: "text",
    via: "text",
    level: "text",
    conditional: "boolean",
  },
  row: ({ service, entitlement, target, via, level, conditional }) => ({
    service,
    entitlement,
    target,
    via,
    level,
    conditional,
  }),
  told: ["level", "target", "entitlement"],
  noun: "grant",
  nameOf: (record) => `${record.entitlement} on ${record.target}`,
};

export const trusts: ChildTable<TrustRecord> = {
  table: "trust",
  columns: {
    principal_kind: "text",
    principal: "text",
    verdict: "text",
    because: "text",
    conditions: "jsonb",
  },
  row: (record) => ({
    principal_kind: record.principalKind,
    principal: record.principal,
    verdict: record.verdict,
    because: record.because,
    conditions: record.conditions ?? null,
  }),
  told: ["verdict", "principal"],
  noun: "trust",
  nameOf: (record) => record.principal,
};
