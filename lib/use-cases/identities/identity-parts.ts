import type { IdentityDetail, ShownCredential } from "@/lib/domain/inventory/identity-detail";
import { sql } from "@/lib/infra/db";
import { candidatePeopleSql } from "./change-owners";
import { asText, shownFacts } from "./shown-facts";

type Grant = IdentityDetail["reach"][number]["grants"][number];
const levelRank: Readonly<Record<string, number>> = {
  admin: 5,
  high: 4,
  write: 3,
  read: 2,
  none: 1,
  unknown: 0,
};
const rankSql = `array_position(ARRAY['unknown','none','read','write','high','admin'], level)`;

export async function credentialsOf(id: string): Promise<ShownCredential[]> {
  const rows = await sql<{
    id: string;
    kind: string;
    name: string;
    external_id: string;
    status: string;
    scopes: string[];
    shared_with: number;
    missing_since: Date | null;
    attested_at: Date | null;
    attested_by: string | null;
    facts: unknown;
  }>(
    `SELECT c.id, c.kind, c.name, c.external_id, c.status, c.scopes, c.missing_since, c.attested_at, c.attested_by, c.facts,
       (SELECT count(DISTINCT o.identity_id)::int FROM credential o WHERE o.fingerprint = c.fingerprint
          AND o.identity_id <> c.identity_id AND o.missing_since IS NULL) AS shared_with
     FROM credential c WHERE c.identity_id = $1::uuid
     ORDER BY c.missing_since IS NOT NULL, c.created_at_source DESC NULLS LAST, c.id LIMIT 200`,
    [id],
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as ShownCredential["kind"],
    name: row.name,
    externalId: row.external_id,
    status: row.status as ShownCredential["status"],
    scopes: row.scopes,
    sharedWith: row.shared_with,
    missingSince: row.missing_since?.toISOString() ?? null,
    attestedAt: row.attested_at?.toISOString() ?? null,
    attestedBy: row.attested_by,
    facts: shownFacts(row.facts),
  }));
}

/** Grants by service; services and grants with the most privilege first. */
export async function reachOfIdentity(
  id: string,
): Promise<{ services: IdentityDetail["reach"]; count: number }> {
  const rows = await sql<Grant & { service: string; total: string }>(
    `SELECT service, entitlement, target, via, level, conditional, count(*) OVER () AS total
     FROM access_grant WHERE identity_id = $1::uuid AND missing_since IS NULL
     ORDER BY ${rankSql} DESC NULLS LAST, service, entitlement, target, id LIMIT 500`,
    [id],
  );
  const services = new Map<string, Grant[]>();
  for (const { service, total: _, ...grant } of rows) {
    services.set(service, [...(services.get(service) ?? []), grant]);
  }
  const grouped = [...services].map(([service, grants]) => ({
    service,
    level: grants[0]?.level ?? "unknown",
    grants,
  }));
  grouped.sort((a, b) => (levelRank[b.level] ?? 0) - (levelRank[a.level] ?? 0));
  return { services: grouped, count: Number(rows[0]?.total ?? 0) };
}

export async function trustsOf(id: string): Promise<IdentityDetail["trusts"]> {
  return sql<IdentityDetail["trusts"][number]>(
    `SELECT id, principal_kind AS "principalKind", principal, verdict, because FROM trust
     WHERE identity_id = $1::uuid AND missing_since IS NULL
     ORDER BY array_position(ARRAY['open','weak','unknown','narrow'], verdict), principal LIMIT 200`,
    [id],
  );
}

export async function candidatesOf(id: string): Promise<IdentityDetail["candidates"]> {
  return sql<IdentityDetail["candidates"][number]>(
    `SELECT c.id, c.candidate, c.method, c.confidence, c.evidence, k.id AS "personId",
       bool_or(c.rejected_at IS NOT NULL) OVER (PARTITION BY lower(trim(c.candidate))) AS rejected
     FROM owner_candidate c LEFT JOIN (${candidatePeopleSql}) k ON k.key = lower(trim(c.candidate))
     WHERE c.identity_id = $1::uuid
     ORDER BY rejected, c.confidence DESC, c.candidate LIMIT 50`,
    [id],
  );
}

/** Who answers beside the owner, and what for; all null where nobody said. */
export async function ownershipOf(id: string): Promise<IdentityDetail["ownership"]> {
  const [row] = await sql<IdentityDetail["ownership"]>(
    `SELECT o.purpose, o.vendor_name AS "vendorName", o.vendor_ends_on::text AS "vendorEndsOn",
       CASE WHEN b.id IS NOT NULL THEN json_build_object('id', b.id, 'name', b.name, 'email', b.email,
         'active', b.status = 'active') END AS backup,
       CASE WHEN t.id IS NOT NULL THEN json_build_object('id', t.id, 'name', t.name,
         'manager', m.name) END AS team
     FROM identity_ownership o LEFT JOIN person b ON b.id = o.backup_owner_id
     LEFT JOIN team t ON t.id = o.team_id LEFT JOIN person m ON m.id = t.manager_id
     WHERE o.identity_id = $1::uuid`,
    [id],
  );
  return row ?? { purpose: null, vendorName: null, vendorEndsOn: null, backup: null, team: null };
}

export async function findingsOf(id: string): Promise<IdentityDetail["findings"]> {
  const rows = await sql<{
    id: string;
    rule_id: string;
    title: string;
    severity: string;
    state: string;
    evidence: unknown;
    remedy: string;
    first_seen_at: Date;
    resolved_at: Date | null;
  }>(
    `SELECT id, rule_id, title, severity, state, evidence, remedy, first_seen_at, resolved_at FROM finding
     WHERE identity_id = $1::uuid
     ORDER BY array_position(ARRAY['open','excepted','resolved'], state), array_position(ARRAY['critical','high','medium','low'], severity), first_seen_at DESC
     LIMIT 100`,
    [id],
  );
  return rows.map((row) => ({
    id: row.id,
    ruleId: row.rule_id,
    title: row.title,
    severity: row.severity as IdentityDetail["findings"][number]["severity"],
    state: row.state as "open" | "excepted" | "resolved",
    evidence: evidenceText(row.evidence),
    remedy: row.remedy,
    firstSeenAt: row.first_seen_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  }));
}

function evidenceText(stored: unknown): string {
  if (stored !== null && typeof stored === "object" && "evidence" in stored)
    return asText(stored.evidence);
  return asText(stored);
}

/** What a person decided over the classification, or null. */
export async function overrideOf(id: string): Promise<IdentityDetail["override"]> {
  const [row] = await sql<NonNullable<IdentityDetail["override"]> & { since: Date }>(
    `SELECT identity_class AS "identityClass", environment, listed_class AS "listedClass",
       listed_environment AS "listedEnvironment", reason, person_name AS by, at AS since
     FROM identity_override WHERE identity_id = $1::uuid`,
    [id],
  );
  if (!row) return null;
  const { since, ...rest } = row;
  return { ...rest, at: since.toISOString() };
}
