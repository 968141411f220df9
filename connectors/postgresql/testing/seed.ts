export const word = (name: string): string => `${name}-word-7Qx2`;
export const hostile = [
  `x"; DROP ROLE victim; --`,
  `Robert'); DROP TABLE students;--`,
  `<img src=x onerror=alert(1)>`,
  `naïve ✨ имя`,
  `a/b:c%s\\d`,
  "line\nbreak\ttab",
  "=HYPERLINK(1)",
  "x".repeat(63),
];
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What is set up in a server of this major version before it is read. */
export const seed = (version: number): string[] => [
  `CREATE ROLE muster_reader LOGIN PASSWORD '${word("reader")}' CONNECTION LIMIT 20`,
  "GRANT pg_monitor TO muster_reader",
  `CREATE ROLE muster_blind LOGIN PASSWORD '${word("blind")}'`,
  `CREATE ROLE orders_svc LOGIN PASSWORD '${word("orders")}' VALID UNTIL '2031-05-06 07:08:09+00' CONNECTION LIMIT 7`,
  "COMMENT ON ROLE orders_svc IS 'Order service, owner=payments@example.com'",
  "ALTER ROLE orders_svc SET work_mem = '4MB'",
  "CREATE ROLE writers NOLOGIN",
  "CREATE ROLE all_writers NOLOGIN",
  "GRANT pg_write_all_data TO all_writers",
  "GRANT all_writers TO writers",
  "GRANT writers TO orders_svc WITH ADMIN OPTION",
  `CREATE ROLE second_admin LOGIN SUPERUSER PASSWORD '${word("second")}'`,
  "CREATE ROLE becomes_admin LOGIN",
  "GRANT second_admin TO becomes_admin",
  "CREATE ROLE creator LOGIN CREATEROLE CREATEDB",
  `CREATE ROLE repl LOGIN REPLICATION PASSWORD '${word("repl")}'`,
  "CREATE ROLE sees_all LOGIN BYPASSRLS",
  "CREATE ROLE expired LOGIN VALID UNTIL '2020-01-01'",
  "CREATE ROLE always LOGIN VALID UNTIL 'infinity'",
  "CREATE ROLE never_valid LOGIN VALID UNTIL '-infinity'",
  "CREATE ROLE far LOGIN VALID UNTIL '20000-01-01'",
  "CREATE ROLE victim NOLOGIN",
  "CREATE ROLE reporting LOGIN",
  "CREATE ROLE elsewhere LOGIN",
  "CREATE ROLE nothing LOGIN",
  `SET password_encryption = 'md5'; CREATE ROLE old_hash LOGIN PASSWORD '${word("old")}'`,
  ...hostile.map((name) => `CREATE ROLE ${quoted(name)} LOGIN`),
  "CREATE DATABASE shop OWNER orders_svc",
  "CREATE DATABASE other",
  "CREATE SCHEMA sales AUTHORIZATION orders_svc",
  "CREATE TABLE sales.orders (id int, card text)",
  "ALTER TABLE sales.orders OWNER TO orders_svc",
  "GRANT SELECT ON sales.orders TO reporting",
  "GRANT USAGE ON SCHEMA sales TO reporting",
  "GRANT UPDATE (card) ON sales.orders TO sees_all",
  "ALTER DEFAULT PRIVILEGES FOR ROLE orders_svc IN SCHEMA sales GRANT SELECT ON TABLES TO reporting",
  "ALTER DEFAULT PRIVILEGES FOR ROLE orders_svc GRANT SELECT ON SEQUENCES TO PUBLIC",
  "GRANT CREATE ON DATABASE other TO reporting",
  "SELECT pg_create_physical_replication_slot('forgotten')",
  // A decoy: were a function found through a search path of the owner's choosing, this would run.
  "CREATE FUNCTION public.current_database() RETURNS name LANGUAGE sql AS $$ SELECT 'decoy'::name $$",
  "DO $$ BEGIN FOR i IN 1..520 LOOP EXECUTE format('CREATE ROLE bulk_%s NOLOGIN', i); END LOOP; END $$",
  ...(version >= 16
    ? [
        "CREATE ROLE only_admin LOGIN",
        "GRANT second_admin TO only_admin WITH ADMIN TRUE, INHERIT FALSE, SET FALSE",
      ]
    : []),
];
