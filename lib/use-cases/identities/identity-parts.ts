import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { sql } from "@/lib/infra/db";

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
