import { execFileSync } from "node:child_process";
import { stat, writeFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { hasPostgres15, startPostgres15, postgresVersions } from "@/lib/testing/postgres-server";
import type { SourceRecord, Verification } from "../contract";
import { membershipsSql } from "./cluster";
import { postgresql } from "./index";
import { manifest } from "./manifest";
import { partsOf } from "./streams/privilege-parts";
import { allRecords } from "./testing/stand";

const word = "not-a-real-word-4Tz8";

const world = [
  `CREATE ROLE muster_reader LOGIN PASSWORD '${word}'`,
  "GRANT pg_monitor TO muster_reader",
  `CREATE ROLE muster_auditor LOGIN PASSWORD '${word}'`,
  "GRANT SELECT (oid, rolpassword) ON pg_authid TO muster_auditor",
  `CREATE ROLE tenant LOGIN PASSWORD '${word}'`,
  "CREATE ROLE sees_past LOGIN BYPASSRLS",
  "CREATE SCHEMA sales",
  "CREATE TABLE sales.orders (tenant name)",
  "CREATE TABLE sales.prices (item text)",
  "ALTER TABLE sales.orders ENABLE ROW LEVEL SECURITY",
  "CREATE POLICY own_rows ON sales.orders FOR SELECT TO tenant USING (tenant = current_user)",
  "CREATE POLICY for_all ON sales.orders FOR SELECT USING (true)",
  "GRANT SELECT ON sales.orders, sales.prices TO tenant, sees_past",
  "GRANT UPDATE (tenant) ON sales.orders TO tenant",
  "CREATE DOMAIN sales.amount AS int",
  "GRANT USAGE ON TYPE sales.amount TO tenant",
  "CREATE ROLE tuner LOGIN",
  "GRANT ALTER SYSTEM, SET ON PARAMETER archive_command TO tuner",
  "CREATE ROLE odd_rights LOGIN",
  "CREATE FOREIGN DATA WRAPPER bridge",
  "CREATE SERVER billing FOREIGN DATA WRAPPER bridge",
  "GRANT USAGE ON FOREIGN DATA WRAPPER bridge TO odd_rights",
  "GRANT USAGE ON FOREIGN SERVER billing TO odd_rights",
  "GRANT USAGE ON LANGUAGE plpgsql TO odd_rights",
  "GRANT CREATE ON TABLESPACE pg_default TO odd_rights",
  "SELECT lo_create(4711)",
  "GRANT SELECT, UPDATE ON LARGE OBJECT 4711 TO odd_rights",
  "CREATE ROLE rds_iam NOLOGIN",
  "CREATE ROLE token_users NOLOGIN",
  "GRANT rds_iam TO token_users",
  "CREATE ROLE by_token LOGIN",
  "GRANT token_users TO by_token",
  "CREATE ROLE xyz LOGIN",
];

/** All records of every stream, and what the connection says of itself. */
async function read(url: string, user = "muster_reader", password = word, io = testConnectorIo()) {
  const { hostname: host, port } = new URL(url);
  const config = manifest.config.parse({
    host,
    port: Number(port),
    user,
    password,
    tls: "disable",
  });
  const connection = await postgresql().connect(config, io);
  const records = await allRecords(connection);
  const verification: Verification = await connection.verify();
  await connection.close?.();
  await io.close();
  return { records, verification };
}

const roleOf = (records: readonly SourceRecord[], name: string) => {
  const found = records.find((one) => one.type === "identity" && one.name === name);
  if (found?.type !== "identity") throw new Error(`no role ${name}`);
  return found;
};

async function run(url: string, statements: readonly string[]): Promise<void> {
  const at = new URL(url);
  at.pathname = "/postgres";
  const client = new pg.Client({ connectionString: at.toString() });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

describe.each(postgresVersions)("$name", ({ begin }) => {
  let server: Awaited<ReturnType<typeof begin>>;
  let records: SourceRecord[];
  beforeAll(async () => {
    server = await begin();
    await run(server.url, world);
    ({ records } = await read(server.url));
  }, 120_000);
  afterAll(() => server?.stop());

  const grantsOf = (name: string) =>
    records.flatMap((one) =>
      one.type === "grant" && one.identityExternalId === roleOf(records, name).externalId
        ? [`${one.entitlement} on ${one.target}: ${one.level}${one.conditional ? ", limited" : ""}`]
        : [],
    );

  test("a grant on a table with row security is limited, unless the role goes past it", () => {
    expect(grantsOf("tenant")).toEqual(
      expect.arrayContaining([
        "SELECT on schema sales: tables with row security: read, limited",
        "SELECT on schema sales: tables: read",
        "UPDATE on schema sales: columns with row security: write, limited",
      ]),
    );
    expect(grantsOf("sees_past")).toEqual(
      expect.arrayContaining([
        "SELECT on schema sales: tables with row security: read",
        "BYPASSRLS on server: high",
      ]),
    );
  });

  test("a policy is told at the role that it names, without its condition", () => {
    expect(grantsOf("tenant")).toContain("SELECT on schema sales: chosen rows: none, limited");
    const named = records.filter((one) => one.type === "grant" && one.service === "row security");
    expect(named).toMatchObject([{ via: "1 permissive row security policies" }]);
    expect(JSON.stringify(records)).not.toContain("current_user");
  });

  test("privileges on what lies in no schema are listed and count for the verdict", () => {
    expect(grantsOf("odd_rights")).toEqual(
      expect.arrayContaining([
        "USAGE on foreign-data wrapper bridge: read",
        "USAGE on foreign server billing: read",
        "USAGE on language plpgsql: read",
        "CREATE on tablespace pg_default: write",
        "UPDATE on large objects: write",
      ]),
    );
    expect(grantsOf("tenant")).toContain("USAGE on schema sales: types: read");
    const { privilege } = roleOf(records, "odd_rights").facts;
    expect(privilege).toMatchObject({ state: "known", value: { level: "write" } });
  });

  test("the right to set archive_command makes a role high, although it owns nothing", () => {
    expect(grantsOf("tuner")).toEqual(
      expect.arrayContaining([
        "ALTER SYSTEM on setting archive_command: high",
        "SET on setting archive_command: write",
      ]),
    );
    const { privilege } = roleOf(records, "tuner").facts;
    expect(privilege).toMatchObject({ state: "known", value: { level: "high" } });
  });

  test("a role that a cloud signs in counts as federated through a group as well", () => {
    expect(roleOf(records, "by_token").detail).toBe("postgresql.role.federated");
    expect(roleOf(records, "tenant").detail).toBe("postgresql.role.login");
  });

  test("a membership names who granted it", () => {
    const membership = records.find(
      (one) => one.type === "grant" && one.entitlement === "token_users",
    );
    expect(membership).toMatchObject({
      via: expect.stringContaining("granted by postgres") as string,
    });
  });

  test("the kind of a password is read by whoever may read that column, without being superuser", async () => {
    const seen = await read(server.url, "muster_auditor");
    const id = roleOf(seen.records, "tenant").externalId;
    const password = seen.records.find(
      (one) => one.type === "credential" && one.identityExternalId === id,
    );
    expect(password).toMatchObject({ name: "Password (scram-sha-256)", status: "active" });
    expect(seen.records.some((one) => one.type === "credential" && one.name.includes("if"))).toBe(
      false,
    );
    expect(JSON.stringify(seen.records)).not.toContain("SCRAM-SHA-256$");
  });

  test("a role whose name says nothing is judged by the programs that it is connected with", async () => {
    await run(server.url, [`ALTER ROLE xyz PASSWORD '${word}'`]);
    const { host } = new URL(server.url);
    const connected = new pg.Client({
      connectionString: `postgresql://xyz:${word}@${host}/postgres?application_name=PostgreSQL%20JDBC%20Driver`,
    });
    await connected.connect();
    const io = testConnectorIo();
    const guess = async () =>
      roleOf((await read(server.url, undefined, undefined, io)).records, "xyz").attributes[
        "personOrWorkload"
      ];
    const because = "connected through a driver: PostgreSQL JDBC Driver";
    expect(await guess()).toEqual({ likely: "workload", because });
    await connected.end();
    expect(await guess()).toEqual({ likely: "workload", because });
    expect(roleOf(records, "xyz").attributes["personOrWorkload"]).toMatchObject({
      likely: "unclear",
    });
  });

  test("a server that stores new passwords as MD5 is warned of", async () => {
    await run(server.url, [
      "ALTER SYSTEM SET password_encryption = 'md5'",
      "SELECT pg_reload_conf()",
    ]);
    const warnings = async () => (await read(server.url)).verification.warnings.join(" ");
    await expect.poll(warnings, { timeout: 10_000 }).toContain("stores new passwords as MD5");
    await run(server.url, ["ALTER SYSTEM RESET password_encryption", "SELECT pg_reload_conf()"]);
    await expect.poll(warnings, { timeout: 10_000 }).not.toContain("MD5");
  });
});

test.runIf(hasPostgres15)("a standby is read and named as one", async () => {
  const primary = await startPostgres15(word);
  await run(primary.url, [`CREATE ROLE muster_reader LOGIN PASSWORD '${word}'`, "CHECKPOINT"]);
  const before = await read(primary.url);
  await writeFile(path.join(primary.directory, "standby.signal"), "");
  const { uid, gid } = await stat(primary.directory);
  const log = path.join(primary.directory, "restart.log");
  execFileSync(
    "/usr/lib/postgresql/15/bin/pg_ctl",
    ["-D", primary.directory, "-w", "-m", "fast", "-l", log, "restart"],
    { cwd: primary.directory, uid, gid, stdio: "ignore" },
  );
  const { verification, records } = await read(primary.url);
  await primary.stop();
  expect(before.verification.warnings.join(" ")).not.toContain("standby");
  expect(verification.warnings.join(" ")).toContain("This server is a standby");
  expect(verification.target).toBe(before.verification.target);
  expect(roleOf(records, "muster_reader").status).toBe("active");
});

describe("what a version does not have is not asked for", () => {
  const textOf = (version: number) =>
    partsOf(version)
      .map(({ text }) => text)
      .join("\n");

  test("privileges on settings are asked for from version 15 on", () => {
    expect(textOf(140_000)).not.toContain("pg_parameter_acl");
    expect(textOf(150_000)).toContain("pg_parameter_acl");
  });

  test("options of a membership are asked for from version 16 on", () => {
    expect(membershipsSql(150_000)).not.toContain("set_option");
    expect(membershipsSql(160_000)).toContain("m.set_option");
  });
});
