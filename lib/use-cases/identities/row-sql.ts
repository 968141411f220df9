import type { UnknownReason } from "@/lib/domain/evidence";
import type { DatedFact, IdentityRow } from "@/lib/domain/inventory/identity-row";

const fact = (name: string, as: string): string =>
  `jsonb_build_array(facts #> '{${name},state}', facts #> '{${name},source}',
     facts #> '{${name},reason}', facts #> '{${name},detail}') AS ${as}`;

/** Columns of `identity` that a list row needs, taken inside the limited part of the statement. */
export const rowColumns = `id, source_id, external_id, name, kind, detail, identity_class, environment,
  status, owner_id, owner_state, owner_hint, risk_score, risk_band, risk_confidence, privilege,
  created_at_source, last_used_at, last_rotated_at, rotation_state, open_findings,
  credential_count, labels, missing_since, usage_state,
  facts #>> '{privilege,reason}' AS privilege_reason,
  ${fact("createdAt", "created_fact")}, ${fact("lastUsedAt", "last_used_fact")},
  ${fact("lastRotatedAt", "last_rotated_fact")}`;

type FactParts = [string | null, string | null, string | null, string | null];

export interface RowRecord {
  id: string;
  source_id: string;
  source_name: string;
  connector_id: string;
  external_id: string;
  name: string;
  kind: string;
  detail: string;
  identity_class: string;
  environment: string;
  status: string;
  owner_id: string | null;
  owner_name: string | null;
  owner_email: string | null;
  owner_state: string;
  owner_hint: string | null;
  risk_score: number;
  risk_band: string;
  risk_confidence: number;
  privilege: string;
  privilege_reason: string | null;
  created_at_source: Date | null;
  last_used_at: Date | null;
  last_rotated_at: Date | null;
  created_fact: FactParts;
  last_used_fact: FactParts;
  last_rotated_fact: FactParts;
  rotation_state: string;
  open_findings: number;
  credential_count: number;
  labels: string[];
  missing_since: Date | null;
  usage_state: string;
}

function dated(at: Date | null, [state, source, reason, detail]: FactParts): DatedFact {
  if (state === "known")
    return { state, at: at?.toISOString() ?? null, source, reason: null, detail: null };
  return {
    state: "unknown",
    at: null,
    source: null,
    reason: (reason as UnknownReason | null) ?? "not_collected",
    detail,
  };
}

export function toIdentityRow(row: RowRecord): IdentityRow {
  return {
    id: row.id,
    externalId: row.external_id,
    name: row.name,
    kind: row.kind as IdentityRow["kind"],
    detail: row.detail,
    source: { id: row.source_id, name: row.source_name, connectorId: row.connector_id },
    identityClass: row.identity_class as IdentityRow["identityClass"],
    environment: row.environment as IdentityRow["environment"],
    status: row.status as IdentityRow["status"],
    owner: {
      state: row.owner_state as IdentityRow["owner"]["state"],
      id: row.owner_id,
      name: row.owner_name ?? row.owner_hint,
      email: row.owner_email,
    },
    risk: {
      score: row.risk_score,
      band: row.risk_band as IdentityRow["risk"]["band"],
      confidence: row.risk_confidence,
    },
    privilege: row.privilege as IdentityRow["privilege"],
    privilegeReason: row.privilege_reason,
    created: dated(row.created_at_source, row.created_fact),
    lastUsed: dated(row.last_used_at, row.last_used_fact),
    lastRotated: dated(row.last_rotated_at, row.last_rotated_fact),
    rotationState: row.rotation_state as IdentityRow["rotationState"],
    openFindings: row.open_findings,
    credentialCount: row.credential_count,
    labels: row.labels,
    missingSince: row.missing_since?.toISOString() ?? null,
  };
}
