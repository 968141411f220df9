import { z } from "zod";
import type { PrivilegeLevel } from "@/lib/domain/identity/identity";
import { ConnectorError, type Page, type SourceRecord } from "../../contract";
import type { PostgresClient } from "../client";
import { roleId, type Server } from "../cluster";
import { levelOfPrivilege } from "../privilege";

const pageSize = 5_000;

const row = z.object({
  role: z.string().regex(/^\d+$/),
  key: z.string().min(1),
  entitlement: z.string().min(1),
  target: z.string().min(1),
  via: z.string(),
});

interface Part {
  name: string;
  service: string;
  level: (entitlement: string) => PrivilegeLevel;
  conditional: boolean;
  text: string;
}

const nameOfKind = `CASE kind WHEN 'S' THEN 'sequences' WHEN 'v' THEN 'views' WHEN 'm' THEN 'materialized views'
  WHEN 'f' THEN 'foreign tables' ELSE 'tables' END`;
const noPredefined = "JOIN pg_roles g ON g.oid = x.role AND g.rolname !~ '^pg_'";

/** What roles own and may do, one part after the other. Every text gives role, key, entitlement, target, via. */
const parts: readonly Part[] = [
  {
    name: "databases",
    service: "database",
    level: (entitlement) => (entitlement === "OWNER" ? "high" : levelOfPrivilege(entitlement)),
    conditional: false,
    text: `SELECT d.datdba AS role, 'owner/' || d.oid AS key, 'OWNER' AS entitlement, 'database ' || d.datname AS target, 'ownership' AS via FROM pg_database d
           UNION ALL
           SELECT a.grantee, 'acl/' || d.oid || '/' || a.privilege_type, a.privilege_type, 'database ' || d.datname, 'GRANT'
             FROM pg_database d, aclexplode(d.datacl) a WHERE a.grantee NOT IN (0, d.datdba) GROUP BY 1, 2, 3, 4`,
  },
  {
    name: "ownership",
    service: "ownership",
    level: () => "write",
    conditional: false,
    text: `SELECT s.refobjid AS role, s.dbid || '/' || s.classid AS key, 'OWNER' AS entitlement,
                  coalesce('database ' || d.datname, 'shared objects') AS target,
                  count(*) || ' entries of ' || s.classid::regclass AS via
             FROM pg_shdepend s LEFT JOIN pg_database d ON d.oid = s.dbid
            WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o' GROUP BY s.refobjid, s.dbid, s.classid, d.datname`,
  },
  {
    name: "objects",
    service: "objects",
    level: levelOfPrivilege,
    conditional: false,
    text: `SELECT grantee AS role, nspname || '/' || kinds || '/' || privilege_type AS key, privilege_type AS entitlement,
                  'schema ' || nspname || ': ' || kinds AS target, 'GRANT on ' || sum(n) || ' objects' AS via
             FROM (SELECT a.grantee, n.nspname, ${nameOfKind} AS kinds, a.privilege_type, count(*) AS n
                     FROM (SELECT relnamespace AS nsp, relkind::text AS kind, relowner AS owner, relacl AS acl FROM pg_class WHERE relacl IS NOT NULL) o
                     JOIN pg_namespace n ON n.oid = o.nsp, aclexplode(o.acl) a WHERE a.grantee NOT IN (0, o.owner) GROUP BY 1, 2, 3, 4
                   UNION ALL
                   SELECT a.grantee, n.nspname, 'functions', a.privilege_type, count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
                          aclexplode(p.proacl) a WHERE a.grantee NOT IN (0, p.proowner) GROUP BY 1, 2, 3, 4
                   UNION ALL
                   SELECT a.grantee, n.nspname, 'the schema itself', a.privilege_type, count(*) FROM pg_namespace n,
                          aclexplode(n.nspacl) a WHERE a.grantee NOT IN (0, n.nspowner) GROUP BY 1, 2, 3, 4
                   UNION ALL
                   SELECT a.grantee, n.nspname, 'columns', a.privilege_type, count(*) FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(t.attacl) a
                    WHERE t.attacl IS NOT NULL AND a.grantee NOT IN (0, c.relowner) GROUP BY 1, 2, 3, 4) e
            GROUP BY 1, 2, 3, 4`,
  },
  {
    name: "defaults",
    service: "default privileges",
    level: levelOfPrivilege,
    conditional: true,
    // What PUBLIC will get is shown at the role whose objects it concerns.
    text: `SELECT CASE WHEN a.grantee = 0 THEN d.defaclrole ELSE a.grantee END AS role,
                  d.oid || '/' || a.grantee || '/' || a.privilege_type AS key,
                  CASE WHEN a.grantee = 0 THEN 'PUBLIC ' ELSE '' END || a.privilege_type AS entitlement,
                  'future ' || CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
                    WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'objects' END || coalesce(' in schema ' || n.nspname, '') AS target,
                  'ALTER DEFAULT PRIVILEGES FOR ROLE ' || r.rolname AS via
             FROM pg_default_acl d JOIN pg_roles r ON r.oid = d.defaclrole LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace,
                  aclexplode(d.defaclacl) a WHERE a.grantee <> d.defaclrole`,
  },
];

/** The cursor is `part:offset`; each part is aggregated, so a part is seldom more than one page. */
export async function listPrivileges(
  client: PostgresClient,
  server: Server,
  cursor: string | null,
): Promise<Page> {
  const [name = parts[0]?.name, skipped = "0"] = (cursor ?? "").split(":").filter(Boolean);
  const index = parts.findIndex((part) => part.name === name);
  const part = parts[index];
  if (!part || !/^\d+$/.test(skipped)) {
    throw new ConnectorError(
      "unexpected_response",
      "The stored position of this stream is not one of ours.",
    );
  }
  const rows = await client.rows(
    `privileges (${part.name})`,
    `SELECT x.role::text, x.key::text, x.entitlement::text, x.target::text, x.via::text FROM (${part.text}) x ${noPredefined}
      ORDER BY x.role, x.key LIMIT ${pageSize} OFFSET $1::int`,
    row,
    [skipped],
  );
  const more = rows.length === pageSize ? `${part.name}:${Number(skipped) + pageSize}` : undefined;
  const next = parts[index + 1];
  return {
    records: rows.map((each): SourceRecord => {
      const id = roleId(server, each.role);
      const entitlement = each.entitlement.replace(/^PUBLIC /, "");
      return {
        type: "grant",
        externalId: `${id}/${part.name}/${server.database}/${each.key}`.slice(0, 600),
        identityExternalId: id,
        service: part.service,
        entitlement: each.entitlement,
        target: each.target,
        via: each.via,
        level: part.level(entitlement),
        conditional: part.conditional,
      };
    }),
    nextCursor: more ?? (next ? `${next.name}:0` : null),
    complete: true,
  };
}
