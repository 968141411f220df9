import { z } from "zod";
import { known, unknown, type Fact } from "@/lib/domain/evidence";
import type { ConnectorIo, Page, SourceRecord } from "../../contract";
import { writtenOwner } from "../../shared/written-owner";
import type { PostgresClient } from "../client";
import { containerOf, readCluster, roleId, type Server } from "../cluster";
import type { DatabaseReader } from "../databases";
import { personOrWorkload } from "../person-or-workload";
import { withSeenPrograms } from "../seen-programs";
import { platformRoles } from "../platform-roles";
import { ancestorsOf, attributeGrants, levelOfRole, privilegeOf, type Cluster } from "../privilege";

const pageSize = 500;
const source = "pg_roles";

export const roleRow = z.object({
  oid: z.string().regex(/^\d+$/),
  name: z.string().min(1),
  login: z.boolean(),
  inherit: z.boolean(),
  connectionLimit: z.number().int(),
  validUntil: z.string().nullable(),
  expired: z.boolean(),
  comment: z.string().nullable(),
  /** Names of settings only; their values are not read. */
  settings: z.array(z.string()),
  hasMembers: z.boolean(),
  /** Names that its sessions give themselves, as far as they may be seen. */
  programs: z.array(z.string()),
  /** Null where only a superuser could know. */
  password: z.enum(["none", "scram-sha-256", "md5", "other"]).nullable(),
});
export type RoleRow = z.infer<typeof roleRow>;

// -infinity means "expired for ever" and has no date: the earliest that a reader understands stands for it.
const rolesSql = (password: string, join: string): string => `
  SELECT r.oid::text, r.rolname::text AS name, r.rolcanlogin AS login, r.rolinherit AS inherit,
         r.rolconnlimit AS "connectionLimit",
         CASE WHEN r.rolvaliduntil < '9999-12-31' THEN
           to_char(greatest(r.rolvaliduntil, '1970-01-01+00'::timestamptz) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END AS "validUntil",
         coalesce(r.rolvaliduntil <= now(), false) AS expired,
         left(shobj_description(r.oid, 'pg_authid'), 2000) AS comment,
         coalesce((SELECT array_agg(DISTINCT split_part(s, '=', 1)) FROM unnest(r.rolconfig) s), '{}') AS settings,
         EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.roleid = r.oid) AS "hasMembers",
         coalesce((SELECT array_agg(DISTINCT left(s.application_name, 100)) FROM pg_stat_activity s
                    WHERE s.usesysid = r.oid AND s.application_name <> ''), '{}') AS programs,
         ${password} AS password
    FROM pg_roles r ${join}
   WHERE r.rolname !~ '^pg_' AND r.oid > $1::oid ORDER BY r.oid LIMIT ${pageSize}`;

// The verifier itself never leaves the server: only its kind is selected.
const passwordKind = `CASE WHEN a.rolpassword IS NULL THEN 'none' WHEN a.rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'scram-sha-256'
                           WHEN a.rolpassword LIKE 'md5%' THEN 'md5' ELSE 'other' END`;

// Who is in one of these signs in with a token of the cloud. pg_hba.conf counts indirect members too.
const federatedRoles = new Set([
  "rds_iam",
  "rds_ad",
  "cloudsqliamserviceaccount",
  "cloudsqliamuser",
  "cloudsqliamgroupserviceaccount",
  "cloudsqliamgroupuser",
  "alloydbiamuser",
  "azure_ad_user",
]);

const notOffered = (what: string): ReturnType<typeof unknown> =>
  unknown("not_offered", `PostgreSQL does not record ${what}.`);

function lifetime(row: RoleRow, now: Date) {
  return {
    createdAt: notOffered("when a role was created"),
    createdBy: notOffered("who created a role"),
    lastUsedAt: notOffered("the last sign-in; use is sampled from pg_stat_activity") as Fact<
      string | null
    >,
    expiresAt: known(row.validUntil, `${source}.rolvaliduntil`, now),
    lastRotatedAt: notOffered("when a password was changed") as Fact<string | null>,
  };
}

function detailOf(row: RoleRow, isPlatform: boolean, federated: boolean): string {
  if (isPlatform) return "postgresql.role.platform";
  if (!row.login) return row.hasMembers ? "postgresql.role.group" : "postgresql.role.nologin";
  return federated ? "postgresql.role.federated" : "postgresql.role.login";
}

function passwordOf(row: RoleRow, id: string, now: Date): SourceRecord[] {
  if (!row.login || row.password === "none") return [];
  const isKnown = row.password !== null;
  return [
    {
      type: "credential",
      externalId: `${id}/password`,
      identityExternalId: id,
      kind: "password",
      name: isKnown ? `Password (${row.password})` : "Password, if it has one",
      status: row.expired ? "expired" : isKnown ? "active" : "unknown",
      scopes: [],
      attributes: { verifier: row.password ?? "only a superuser can read whether there is one" },
      facts: lifetime(row, now),
    },
  ];
}

/** `owner=…`, `team: …` and the like inside the comment that somebody left on the role. */
function ownerHints(row: RoleRow, id: string): SourceRecord[] {
  const candidate = writtenOwner(row.comment);
  if (candidate === undefined) return [];
  return [
    {
      type: "owner_hint",
      identityExternalId: id,
      method: "tag",
      candidate,
      evidence: "COMMENT ON ROLE",
    },
  ];
}

/** The records of one role. Pure. */
function mapRole(
  row: RoleRow,
  isPlatform: boolean,
  cluster: Cluster,
  server: Server,
  now: Date,
): SourceRecord[] {
  const id = roleId(server, row.oid);
  const parents = cluster.memberships.filter((each) => each.member === row.oid);
  const federated = [...ancestorsOf(cluster, row.oid)].some((oid) =>
    federatedRoles.has(cluster.roles.get(oid)?.name ?? ""),
  );
  const verdict = privilegeOf(cluster, row.oid);
  const own = cluster.roles.get(row.oid);
  const held = cluster.holdings.get(row.oid);
  const identity: SourceRecord = {
    type: "identity",
    externalId: id,
    kind: "database_role",
    detail: detailOf(row, isPlatform, federated),
    ...(isPlatform ? { custody: "managed_identity" as const } : {}),
    name: row.name,
    ...(row.comment ? { description: row.comment } : {}),
    status: row.login || row.hasMembers ? "active" : "disabled",
    container: containerOf(server),
    tags: {},
    attributes: {
      canLogIn: row.login,
      inherits: row.inherit,
      connectionLimit: row.connectionLimit < 0 ? "none" : row.connectionLimit,
      settings: row.settings.slice(0, 50),
      ownsDatabases: (held?.databasesOwned ?? []).slice(0, 50),
      ownsObjects: held?.objectsOwned ?? 0,
      predefinedRoles: parents.flatMap(({ role }) => {
        const name = cluster.roles.get(role)?.name ?? "";
        return levelOfRole(name) ? [name] : [];
      }),
      personOrWorkload: { ...personOrWorkload(row.name, row.programs) },
    },
    facts: {
      ...lifetime(row, now),
      privilege:
        "state" in verdict
          ? verdict
          : known(verdict, "pg_roles, pg_auth_members, pg_shdepend", now),
    },
  };
  const grants = (own ? attributeGrants(own, cluster.version) : []).map(
    ([entitlement, level]): SourceRecord => ({
      type: "grant",
      externalId: `${id}/attribute/${entitlement}`,
      identityExternalId: id,
      service: "server",
      entitlement,
      target: "server",
      via: "role attribute",
      level,
      conditional: false,
    }),
  );
  return [identity, ...passwordOf(row, id, now), ...grants, ...ownerHints(row, id)];
}

/** Roles by ascending oid; the cursor is the last one seen. */
export async function listRoles(
  client: PostgresClient,
  reader: DatabaseReader,
  server: Server,
  io: Pick<ConnectorIo, "cache" | "now">,
  cursor: string | null,
): Promise<Page> {
  const cluster = await readCluster(client, reader, server.version);
  const [password, join] = server.seesPasswords
    ? [passwordKind, "JOIN pg_authid a ON a.oid = r.oid"]
    : ["NULL::text", ""];
  const rows = await client.rows("pg_roles", rolesSql(password, join), roleRow, [cursor ?? "0"]);
  const last = rows.at(-1);
  const seen = await withSeenPrograms(io.cache, rows);
  const isPlatform = platformRoles(cluster);
  return {
    records: seen.flatMap((row) => mapRole(row, isPlatform(row), cluster, server, io.now())),
    nextCursor: rows.length === pageSize && last ? last.oid : null,
    complete: true,
  };
}
