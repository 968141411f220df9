import { z } from "zod";
import type { PostgresClient } from "./client";
import type { DatabaseReader } from "./databases";
import {
  atLeast,
  functionPrivilege,
  levelOfPrivilege,
  type Cluster,
  type Holdings,
  type Membership,
  type RoleAttributes,
} from "./privilege";

const oid = z.string().regex(/^\d+$/);

export interface Server {
  /** `server_version_num`, for example 180004. */
  version: number;
  /** The cluster's own id; undefined where the function is not granted. */
  systemId?: string;
  user: string;
  database: string;
  isSuperuser: boolean;
  seesActivity: boolean;
  /** Whether the column with the stored passwords may be asked for their kind. */
  seesPasswords: boolean;
  /** How new passwords are stored, as the server is set: `scram-sha-256`, `md5`. */
  passwordEncryption: string;
  /** A copy that follows another server: it has that one's roles, and sessions of its own. */
  isStandby: boolean;
}

const serverRow = z.object({
  version: z.number().int(),
  user: z.string(),
  database: z.string(),
  is_superuser: z.boolean(),
  sees_activity: z.boolean(),
  may_read_system: z.boolean(),
  sees_passwords: z.boolean(),
  password_encryption: z.string(),
  is_standby: z.boolean(),
});

/** Who we are and what this server is. */
export async function readServer(client: PostgresClient): Promise<Server> {
  const [row] = await client.rows(
    "the server's version",
    `SELECT current_setting('server_version_num')::int AS version, current_user::text AS "user",
            current_database()::text AS database, r.rolsuper AS is_superuser,
            r.rolsuper OR coalesce((SELECT pg_has_role(current_user, p.oid, 'USAGE') FROM pg_roles p
                                     WHERE p.rolname = 'pg_read_all_stats'), false) AS sees_activity,
            has_function_privilege('pg_control_system()', 'EXECUTE') AS may_read_system,
            has_column_privilege('pg_authid', 'oid', 'SELECT') AND has_column_privilege('pg_authid', 'rolpassword', 'SELECT') AS sees_passwords,
            current_setting('password_encryption') AS password_encryption, pg_is_in_recovery() AS is_standby
       FROM pg_roles r WHERE r.rolname = current_user`,
    serverRow,
  );
  if (!row) throw new TypeError("The server did not say who we are.");
  const [system] = row.may_read_system
    ? await client.rows(
        "the system identifier",
        "SELECT system_identifier::text AS id FROM pg_control_system()",
        z.object({ id: z.string() }),
      )
    : [];
  return {
    version: row.version,
    ...(system ? { systemId: system.id } : {}),
    user: row.user,
    database: row.database,
    isSuperuser: row.is_superuser,
    seesActivity: row.sees_activity,
    seesPasswords: row.sees_passwords,
    passwordEncryption: row.password_encryption,
    isStandby: row.is_standby,
  };
}

/** A role's immutable id; its name may change. */
export const roleId = (server: Server, roleOid: string): string =>
  `${server.systemId ?? "cluster"}/role/${roleOid}`;

/** What a role lives in, as the inventory shows it. */
export const containerOf = ({ systemId }: Server): string =>
  systemId ? `PostgreSQL ${systemId}` : "PostgreSQL";

const attributes = z.object({
  oid,
  name: z.string(),
  superuser: z.boolean(),
  createRole: z.boolean(),
  createDb: z.boolean(),
  replication: z.boolean(),
  bypassRls: z.boolean(),
});

export const membershipRow = z.object({
  role: oid,
  role_name: z.string(),
  member: oid,
  member_name: z.string(),
  grantor: oid,
  /** Null where the role that granted it is gone. */
  grantor_name: z.string().nullable(),
  admin: z.boolean(),
  inherit: z.boolean(),
  set: z.boolean(),
});
export type MembershipRow = z.infer<typeof membershipRow>;

/** Options of a membership exist since version 16; before it every membership inherits and may be set. */
export function membershipsSql(version: number): string {
  const options =
    version >= 160_000
      ? "m.inherit_option AS inherit, m.set_option AS set"
      : "mr.rolinherit AS inherit, true AS set";
  return `SELECT m.roleid::text AS role, r.rolname::text AS role_name, m.member::text AS member,
                 mr.rolname::text AS member_name, m.grantor::text AS grantor,
                 gr.rolname::text AS grantor_name, m.admin_option AS admin, ${options}
            FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles mr ON mr.oid = m.member
            LEFT JOIN pg_roles gr ON gr.oid = m.grantor`;
}

const holding = z.object({
  role: oid,
  databases: z.array(z.string()),
  owned: z.number(),
  elsewhere: z.number(),
});
const objectRow = z.object({ role: oid, privilege: z.string() });

// pg_shdepend is shared by all databases: owners ('o') and privileges ('a') of every one of them.
const holdingsSql = `
  SELECT r.oid::text AS role,
         coalesce((SELECT array_agg(d.datname::text ORDER BY d.datname) FROM pg_database d WHERE d.datdba = r.oid), '{}') AS databases,
         (SELECT count(*) FROM pg_shdepend s WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid = r.oid AND s.deptype = 'o')::int AS owned,
         (SELECT count(*) FROM pg_shdepend s WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid = r.oid AND s.deptype = 'a'
             AND s.dbid <> 0 AND s.dbid NOT IN (SELECT oid FROM pg_database WHERE datname = ANY($1::name[])))::int AS elsewhere
    FROM pg_roles r`;

const objectsSql = (version: number): string => `
  SELECT DISTINCT a.grantee::text AS role, a.privilege_type::text AS privilege FROM (
    SELECT (aclexplode(relacl)).* FROM pg_class UNION ALL
    SELECT (aclexplode(attacl)).* FROM pg_attribute WHERE attacl IS NOT NULL UNION ALL
    SELECT (aclexplode(nspacl)).* FROM pg_namespace UNION ALL
    SELECT a.grantor, a.grantee, ${functionPrivilege}, a.is_grantable FROM pg_proc p, aclexplode(p.proacl) a UNION ALL
    SELECT (aclexplode(datacl)).* FROM pg_database UNION ALL
    SELECT (aclexplode(typacl)).* FROM pg_type UNION ALL
    SELECT (aclexplode(srvacl)).* FROM pg_foreign_server UNION ALL
    SELECT (aclexplode(fdwacl)).* FROM pg_foreign_data_wrapper UNION ALL
    SELECT (aclexplode(lanacl)).* FROM pg_language UNION ALL
    SELECT (aclexplode(spcacl)).* FROM pg_tablespace UNION ALL
    SELECT (aclexplode(lomacl)).* FROM pg_largeobject_metadata
    ${version >= 150_000 ? "UNION ALL SELECT (aclexplode(paracl)).* FROM pg_parameter_acl" : ""}
  ) a WHERE a.grantee <> 0 AND a.grantee <> a.grantor`;

/** What roles may do with objects of every database that lets Muster in, and which those are. */
async function readObjects(reader: DatabaseReader, version: number) {
  const read: string[] = [];
  const held: z.infer<typeof objectRow>[] = [];
  for (const database of reader.databases) {
    const found = await reader.within(database, (client) =>
      client.rows("privileges on objects", objectsSql(version), objectRow),
    );
    if ("gap" in found) continue;
    read.push(database);
    held.push(...found.value);
  }
  return { read, held };
}

/** All that the privilege verdict of any role depends on. */
export async function readCluster(
  client: PostgresClient,
  reader: DatabaseReader,
  version: number,
): Promise<Cluster> {
  const roles = await client.rows(
    "pg_roles",
    `SELECT oid::text, rolname::text AS name, rolsuper AS superuser, rolcreaterole AS "createRole",
            rolcreatedb AS "createDb", rolreplication AS replication, rolbypassrls AS "bypassRls" FROM pg_roles`,
    attributes,
  );
  const memberships: Membership[] = await client.rows(
    "pg_auth_members",
    membershipsSql(version),
    membershipRow,
  );
  const { read, held } = await readObjects(reader, version);
  const rows = await client.rows("pg_shdepend", holdingsSql, holding, [read]);
  const holdings = new Map<string, Holdings>(
    rows.map(({ role, databases, owned, elsewhere }) => [
      role,
      { databasesOwned: databases, objectsOwned: owned, objects: "none", elsewhere },
    ]),
  );
  for (const { role, privilege } of held) {
    const own = holdings.get(role);
    if (own) own.objects = atLeast(levelOfPrivilege(privilege), own.objects);
  }
  const byOid = new Map<string, RoleAttributes>(roles.map((role) => [role.oid, role]));
  return { version, roles: byOid, memberships, holdings };
}
