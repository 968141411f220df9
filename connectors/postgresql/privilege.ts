import type { PrivilegeVerdict } from "@/lib/domain/identity/identity";
import { unknown, type Unknown } from "@/lib/domain/evidence";

type Level = PrivilegeVerdict["level"];
const order: readonly Level[] = ["none", "read", "write", "high", "admin"];
export const atLeast = (a: Level, b: Level): Level =>
  order.indexOf(a) >= order.indexOf(b) ? a : b;

/** What membership in a role of PostgreSQL or of a cloud's PostgreSQL amounts to. Source: "Predefined Roles" of the PostgreSQL manual; cloud roles from the vendors' manuals. */
const roleLevels: Record<string, Level> = {
  pg_execute_server_program: "admin",
  pg_write_server_files: "admin",
  pg_read_server_files: "high",
  pg_write_all_data: "high",
  pg_read_all_data: "high",
  pg_create_subscription: "high",
  pg_maintain: "write",
  pg_checkpoint: "write",
  pg_signal_backend: "write",
  pg_use_reserved_connections: "read",
  pg_signal_autovacuum_worker: "write",
  pg_monitor: "read",
  pg_read_all_settings: "read",
  pg_read_all_stats: "read",
  pg_stat_scan_tables: "read",
  rds_superuser: "admin",
  cloudsqlsuperuser: "admin",
  alloydbsuperuser: "admin",
  azure_pg_admin: "admin",
  rds_replication: "high",
};

export const levelOfRole = (name: string): Level | undefined =>
  Object.hasOwn(roleLevels, name) ? roleLevels[name] : undefined;

const readOnly = new Set(["SELECT", "USAGE", "CONNECT", "EXECUTE", "TEMPORARY"]);
/** What EXECUTE on a function of PostgreSQL's own amounts to, where it reaches the server's files. */
const overFiles = {
  reads: "EXECUTE, reads files of the server",
  writes: "EXECUTE, writes files of the server",
};

/** SQL for what a privilege `a` on a function `p` is called. */
export const functionPrivilege = `CASE
  WHEN p.pronamespace = 'pg_catalog'::regnamespace AND p.proname IN ('pg_read_file', 'pg_read_binary_file', 'lo_import') THEN '${overFiles.reads}'
  WHEN p.pronamespace = 'pg_catalog'::regnamespace AND p.proname IN ('lo_export', 'pg_file_write') THEN '${overFiles.writes}'
  ELSE a.privilege_type END`;

/** ALTER SYSTEM is `high`: settings such as archive_command run programs on the server. */
export function levelOfPrivilege(privilege: string): Level {
  if (privilege === overFiles.writes) return "admin";
  if (privilege === overFiles.reads) return "high";
  if (privilege === "ALTER SYSTEM") return "high";
  return readOnly.has(privilege) ? "read" : "write";
}

export interface RoleAttributes {
  oid: string;
  name: string;
  superuser: boolean;
  createRole: boolean;
  createDb: boolean;
  replication: boolean;
  bypassRls: boolean;
}

export interface Membership {
  role: string;
  member: string;
  admin: boolean;
  inherit: boolean;
  set: boolean;
}

/** What one role holds by itself, beside its attributes. */
export interface Holdings {
  databasesOwned: string[];
  objectsOwned: number;
  /** Strongest privilege on objects of the database that was read. */
  objects: Level;
  /** Objects with privileges for this role in databases that were not read. */
  elsewhere: number;
}

/** Attributes as grants: name and level. From version 16 on, CREATEROLE reaches only roles it administers. */
export function attributeGrants(
  role: RoleAttributes,
  version: number,
): [name: string, level: Level][] {
  const all: [string, Level, boolean][] = [
    ["SUPERUSER", "admin", role.superuser],
    ["CREATEROLE", version >= 160_000 ? "high" : "admin", role.createRole],
    ["BYPASSRLS", "high", role.bypassRls],
    ["REPLICATION", "high", role.replication],
    ["CREATEDB", "write", role.createDb],
  ];
  return all.filter(([, , has]) => has).map(([name, level]) => [name, level]);
}

export interface Cluster {
  version: number;
  roles: ReadonlyMap<string, RoleAttributes>;
  memberships: readonly Membership[];
  holdings: ReadonlyMap<string, Holdings>;
}

/** Every role that a role is a member of, directly or not, whatever the membership lets it do. */
export function ancestorsOf(cluster: Cluster, oid: string): Set<string> {
  const found = new Set([oid]);
  for (const at of found) {
    for (const { role, member } of cluster.memberships) if (member === at) found.add(role);
  }
  found.delete(oid);
  return found;
}

/** How a role is reached. Attributes such as SUPERUSER are never inherited: one must become it. */
interface Way {
  through: string;
  becomes: boolean;
}

/** What of one membership opens to whoever is, or only inherits from, its member. Null is nothing. */
function opened(from: Way, { admin, inherit, set }: Membership): Omit<Way, "through"> | null {
  // Who may grant a role grants it to itself, with every option. SET ROLE is not inherited.
  if (admin || (set && from.becomes)) return { becomes: true };
  return inherit ? { becomes: false } : null;
}

/** Every role that a role is, can become or inherits from, with the way to it. Cycles end. */
function reach(cluster: Cluster, oid: string): Map<string, Way> {
  const ways = new Map<string, Way>([[oid, { through: "", becomes: true }]]);
  for (const [at, from] of ways) {
    for (const membership of cluster.memberships) {
      const { role, member, inherit, set } = membership;
      const open = member === at ? opened(from, membership) : null;
      const before = ways.get(role);
      if (!open || before?.becomes || before?.becomes === open.becomes) continue;
      const name = cluster.roles.get(role)?.name ?? role;
      const how = inherit || set ? name : `${name} (may grant it to itself)`;
      // Set anew at the end, so that what it opens is looked at again.
      ways.delete(role);
      ways.set(role, {
        through: from.through === "" ? how : `${from.through} → ${how}`,
        becomes: open.becomes,
      });
    }
  }
  return ways;
}

function* findings(
  cluster: Cluster,
  oid: string,
  { through: way, becomes }: Way,
): Generator<[Level, string]> {
  const role = cluster.roles.get(oid);
  const through = way === "" ? "" : ` through membership in ${way}`;
  if (!role) return;
  for (const [name, level] of becomes ? attributeGrants(role, cluster.version) : [])
    yield [level, `${name}${through}`];
  const predefined = way === "" ? undefined : levelOfRole(role.name);
  if (predefined) yield [predefined, `Member of ${way}`];
  const held = cluster.holdings.get(oid);
  if (!held) return;
  if (held.databasesOwned.length > 0)
    yield ["high", `Owns ${held.databasesOwned.slice(0, 5).join(", ")}${through}`];
  if (held.objectsOwned > 0) yield ["write", `Owns ${held.objectsOwned} objects${through}`];
  if (held.objects !== "none") yield [held.objects, `Privileges on objects${through}`];
}

/** How much a role can do, through every membership; unknown where unread databases could change it. */
export function privilegeOf(cluster: Cluster, oid: string): PrivilegeVerdict | Unknown {
  let level: Level = "none";
  const reasons: string[] = [];
  let elsewhere = 0;
  for (const [role, way] of reach(cluster, oid)) {
    elsewhere += cluster.holdings.get(role)?.elsewhere ?? 0;
    for (const [found, because] of findings(cluster, role, way)) {
      level = atLeast(found, level);
      reasons.push(because.slice(0, 900));
    }
  }
  if (elsewhere > 0) {
    if (level === "none" || level === "read") {
      return unknown(
        "not_collected",
        `Has privileges on ${elsewhere} objects of databases that this source does not read.`,
      );
    }
    reasons.push(`Privileges on ${elsewhere} objects of other databases were not read`);
  }
  if (reasons.length === 0) reasons.push("Only what PUBLIC has");
  return { level, reasons: reasons.slice(0, 50) };
}
