import type { PrivilegeLevel } from "@/lib/domain/identity/identity";
import { functionPrivilege, levelOfPrivilege } from "../privilege";

export interface Part {
  name: string;
  service: string;
  level: (entitlement: string) => PrivilegeLevel;
  /** Gives role, key, entitlement, target, via, and `limited`: whether something else narrows it. */
  text: string;
  /** What narrows it is row security, which superusers and BYPASSRLS go past. */
  byRowSecurity?: boolean;
  /** Of the whole server: read in one database only. */
  isShared?: boolean;
}

const nameOfKind = `CASE kind WHEN 'S' THEN 'sequences' WHEN 'v' THEN 'views' WHEN 'm' THEN 'materialized views'
  WHEN 'f' THEN 'foreign tables' ELSE 'tables' END || CASE WHEN rls THEN ' with row security' ELSE '' END`;

const databases: Part = {
  name: "databases",
  isShared: true,
  service: "database",
  level: (entitlement) => (entitlement === "OWNER" ? "high" : levelOfPrivilege(entitlement)),
  text: `SELECT d.datdba AS role, 'owner/' || d.oid AS key, 'OWNER' AS entitlement, 'database ' || d.datname AS target, 'ownership' AS via, false AS limited FROM pg_database d
         UNION ALL
         SELECT a.grantee, 'acl/' || d.oid || '/' || a.privilege_type, a.privilege_type, 'database ' || d.datname, 'GRANT', false
           FROM pg_database d, aclexplode(d.datacl) a WHERE a.grantee NOT IN (0, d.datdba) GROUP BY 1, 2, 3, 4`,
};

const ownership: Part = {
  name: "ownership",
  isShared: true,
  service: "ownership",
  level: () => "write",
  text: `SELECT s.refobjid AS role, s.dbid || '/' || s.classid AS key, 'OWNER' AS entitlement,
                coalesce('database ' || d.datname, 'shared objects') AS target,
                count(*) || ' entries of ' || s.classid::regclass AS via, false AS limited
           FROM pg_shdepend s LEFT JOIN pg_database d ON d.oid = s.dbid
          WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o' GROUP BY s.refobjid, s.dbid, s.classid, d.datname`,
};

const objects: Part = {
  name: "objects",
  byRowSecurity: true,
  service: "objects",
  level: levelOfPrivilege,
  text: `SELECT grantee AS role, nspname || '/' || kinds || '/' || privilege_type AS key, privilege_type AS entitlement,
                'schema ' || nspname || ': ' || kinds AS target, 'GRANT on ' || sum(n) || ' objects' AS via, bool_or(rls) AS limited
           FROM (SELECT a.grantee, n.nspname, ${nameOfKind} AS kinds, a.privilege_type, rls, count(*) AS n
                   FROM (SELECT relnamespace AS nsp, relkind::text AS kind, relowner AS owner, relacl AS acl, relrowsecurity AS rls FROM pg_class WHERE relacl IS NOT NULL) o
                   JOIN pg_namespace n ON n.oid = o.nsp, aclexplode(o.acl) a WHERE a.grantee NOT IN (0, o.owner) GROUP BY 1, 2, 3, 4, 5
                 UNION ALL
                 SELECT a.grantee, n.nspname, 'functions', ${functionPrivilege}, false, count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
                        aclexplode(p.proacl) a WHERE a.grantee NOT IN (0, p.proowner) GROUP BY 1, 2, 3, 4
                 UNION ALL
                 SELECT a.grantee, n.nspname, 'types', a.privilege_type, false, count(*) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace,
                        aclexplode(t.typacl) a WHERE a.grantee NOT IN (0, t.typowner) GROUP BY 1, 2, 3, 4
                 UNION ALL
                 SELECT a.grantee, n.nspname, 'the schema itself', a.privilege_type, false, count(*) FROM pg_namespace n,
                        aclexplode(n.nspacl) a WHERE a.grantee NOT IN (0, n.nspowner) GROUP BY 1, 2, 3, 4
                 UNION ALL
                 SELECT a.grantee, n.nspname, 'columns' || CASE WHEN c.relrowsecurity THEN ' with row security' ELSE '' END, a.privilege_type,
                        c.relrowsecurity, count(*) FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
                   JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(t.attacl) a
                  WHERE t.attacl IS NOT NULL AND a.grantee NOT IN (0, c.relowner) GROUP BY 1, 2, 3, 4, 5) e
          GROUP BY 1, 2, 3, 4`,
};

const inNoSchema = `
  SELECT a.grantee AS role, 'server/' || s.oid AS thing, a.privilege_type AS entitlement, 'foreign server ' || s.srvname AS target
    FROM pg_foreign_server s, aclexplode(s.srvacl) a WHERE a.grantee <> s.srvowner
  UNION ALL SELECT a.grantee, 'wrapper/' || w.oid, a.privilege_type, 'foreign-data wrapper ' || w.fdwname
    FROM pg_foreign_data_wrapper w, aclexplode(w.fdwacl) a WHERE a.grantee <> w.fdwowner
  UNION ALL SELECT a.grantee, 'language/' || l.oid, a.privilege_type, 'language ' || l.lanname
    FROM pg_language l, aclexplode(l.lanacl) a WHERE a.grantee <> l.lanowner
  UNION ALL SELECT a.grantee, 'large-objects', a.privilege_type, 'large objects'
    FROM pg_largeobject_metadata b, aclexplode(b.lomacl) a WHERE a.grantee <> b.lomowner`;

const ofTheServer = `
  SELECT a.grantee AS role, 'tablespace/' || t.oid AS thing, a.privilege_type AS entitlement, 'tablespace ' || t.spcname AS target
    FROM pg_tablespace t, aclexplode(t.spcacl) a WHERE a.grantee <> t.spcowner`;

/** Privileges on settings exist since version 15. */
const onSettings = `
  UNION ALL SELECT a.grantee, 'setting/' || p.parname, a.privilege_type, 'setting ' || p.parname
    FROM pg_parameter_acl p, aclexplode(p.paracl) a WHERE a.grantee <> a.grantor`;

const counted = (from: string): string =>
  `SELECT role, thing || '/' || entitlement AS key, entitlement, target, 'GRANT on ' || count(*) || ' objects' AS via, false AS limited
     FROM (${from}) o WHERE role <> 0 GROUP BY role, thing, entitlement, target`;

const others: Part = {
  name: "others",
  service: "other objects",
  level: levelOfPrivilege,
  text: counted(inNoSchema),
};

const serverWide = (version: number): Part => ({
  name: "server",
  isShared: true,
  service: "other objects",
  level: levelOfPrivilege,
  text: counted(`${ofTheServer} ${version >= 150_000 ? onSettings : ""}`),
});

// A policy opens no table by itself: with the grant it says which rows. Its condition is not read.
const policies: Part = {
  name: "policies",
  byRowSecurity: true,
  service: "row security",
  level: () => "none",
  text: `SELECT p.role, n.nspname || '/' || p.polcmd::text || '/' || p.polpermissive::text AS key,
                CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS entitlement,
                'schema ' || n.nspname || ': chosen rows' AS target,
                count(*) || CASE WHEN p.polpermissive THEN ' permissive' ELSE ' restrictive' END || ' row security policies' AS via, true AS limited
           FROM (SELECT unnest(polroles) AS role, polrelid, polcmd, polpermissive FROM pg_policy) p
           JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE p.role <> 0 GROUP BY p.role, n.nspname, p.polcmd, p.polpermissive`,
};

const defaults: Part = {
  name: "defaults",
  service: "default privileges",
  level: levelOfPrivilege,
  // What PUBLIC will get is shown at the role whose objects it concerns.
  text: `SELECT CASE WHEN a.grantee = 0 THEN d.defaclrole ELSE a.grantee END AS role,
                d.oid || '/' || a.grantee || '/' || a.privilege_type AS key,
                CASE WHEN a.grantee = 0 THEN 'PUBLIC ' ELSE '' END || a.privilege_type AS entitlement,
                'future ' || CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
                  WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' WHEN 'L' THEN 'large objects' ELSE 'objects' END
                  || coalesce(' in schema ' || n.nspname, '') AS target,
                'ALTER DEFAULT PRIVILEGES FOR ROLE ' || r.rolname AS via, true AS limited
           FROM pg_default_acl d JOIN pg_roles r ON r.oid = d.defaclrole LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace,
                aclexplode(d.defaclacl) a WHERE a.grantee <> d.defaclrole`,
};

/** What roles own and may do, one part after the other, as far as this version has it. */
export const partsOf = (version: number): readonly Part[] => [
  databases,
  ownership,
  serverWide(version),
  objects,
  others,
  policies,
  defaults,
];
