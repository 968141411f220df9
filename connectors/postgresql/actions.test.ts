import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { startPostgres18 } from "@/lib/testing/postgres-server";
import type { ActionTarget, Connection } from "../contract";
import { postgresql } from "./index";
import { roleTarget } from "./testing/role-target";

const word = "not-a-real-word-7Qx2";
let server: Awaited<ReturnType<typeof startPostgres18>>;
let admin: pg.Client;
let io: ReturnType<typeof testConnectorIo>;
let connection: Connection;

const urlOf = (user: string): string => {
  const url = new URL(server.url);
  url.username = user;
  url.password = word;
  url.pathname = "/postgres";
  return url.toString();
};

async function canSignIn(user: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(user) });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

const targetOf = (name: string): Promise<ActionTarget> => roleTarget(admin, name);

async function actionsOf(name: string) {
  const actions = connection.actions?.(await targetOf(name));
  if (!actions?.disable || !actions.enable || !actions.delete) throw new Error("no actions");
  const { inspect, disable, enable, delete: remove } = actions;
  return { inspect, disable, enable, remove };
}

async function connectAs(user: string): Promise<Connection> {
  const url = new URL(server.url);
  return postgresql().connect(
    {
      host: url.hostname,
      port: Number(url.port),
      database: "postgres",
      otherDatabases: [],
      user,
      password: word,
      tls: "disable",
    },
    io,
  );
}

beforeAll(async () => {
  server = await startPostgres18();
  admin = new pg.Client({ connectionString: server.url.replace(/\/muster$/, "/postgres") });
  await admin.connect();
  const roles = ["billing", "reports", `odd "name"; DROP ROLE billing; --`, "shared", "owned"];
  await admin.query(`CREATE ROLE offboarding LOGIN CREATEROLE PASSWORD '${word}'`);
  await admin.query("GRANT pg_signal_backend, pg_monitor TO offboarding");
  for (const role of roles) {
    await admin.query(`CREATE ROLE ${pg.escapeIdentifier(role)} LOGIN PASSWORD '${word}'`);
    await admin.query(`GRANT ${pg.escapeIdentifier(role)} TO offboarding WITH ADMIN OPTION`);
  }
  await admin.query("GRANT CREATE ON DATABASE postgres TO offboarding");
  await admin.query("CREATE SCHEMA finance AUTHORIZATION owned");
  await admin.query(`CREATE ROLE reader_only LOGIN PASSWORD '${word}'`);
  await admin.query("CREATE DATABASE elsewhere");
  const other = new pg.Client({ connectionString: server.url.replace(/\/muster$/, "/elsewhere") });
  await other.connect();
  await other.query("CREATE SCHEMA ledger AUTHORIZATION shared");
  await other.end();
  io = testConnectorIo();
  connection = await connectAs("offboarding");
});
afterAll(async () => {
  await connection?.close?.();
  await io?.close();
  await admin?.end();
  await server?.stop();
});

describe("offboarding a role of a real server", () => {
  test("a disabled role cannot sign in, its open sessions end, and enabling gives it back", async () => {
    const { inspect, disable, enable } = await actionsOf("billing");
    const held = new pg.Client({
      connectionString: urlOf("billing"),
      application_name: "invoices",
    });
    held.on("error", () => undefined);
    await held.connect();
    const before = await inspect();
    expect(before).toMatchObject({ state: "active", refusal: null, snapshot: { login: true } });
    expect(before.consumers.join()).toContain("invoices in postgres");
    expect(await disable.run(before.snapshot)).toContain("1 open sessions were ended");
    await expect(held.query("SELECT 1")).rejects.toThrow(/terminat|connection error|not queryable/);
    expect(await canSignIn("billing")).toBe(false);
    expect((await inspect()).state).toBe("disabled");
    await enable.run(before.snapshot);
    expect(await canSignIn("billing")).toBe(true);
  });

  test("repeating a step that already happened is success and changes nothing", async () => {
    const { inspect, disable, remove } = await actionsOf("reports");
    const { snapshot } = await inspect();
    await disable.run(snapshot);
    expect(await disable.run(snapshot)).toContain("cannot sign in");
    await remove.run(snapshot);
    expect(await remove.run(snapshot)).toContain("does not exist any more");
    expect((await inspect()).state).toBe("gone");
  });

  test("a hostile name is quoted: only that role is dropped", async () => {
    const { inspect, remove } = await actionsOf(`odd "name"; DROP ROLE billing; --`);
    await remove.run((await inspect()).snapshot);
    expect((await inspect()).state).toBe("gone");
    expect(await canSignIn("billing")).toBe(true);
  });

  test("what the role owns in the connected database is kept, in other hands", async () => {
    const { inspect, remove } = await actionsOf("owned");
    expect((await inspect()).leftovers.join()).toContain("in postgres");
    await remove.run((await inspect()).snapshot);
    const { rows } = await admin.query(
      "SELECT nspowner::regrole::text AS owner FROM pg_namespace WHERE nspname = 'finance'",
    );
    expect(rows).toEqual([{ owner: "offboarding" }]);
  });

  test("a role that other databases depend on is not dropped, and nothing else is lost", async () => {
    const { inspect, remove } = await actionsOf("shared");
    const before = await inspect();
    expect(before.leftovers.join()).toContain("in elsewhere: they keep the role");
    await expect(remove.run(before.snapshot)).rejects.toMatchObject({
      code: "unexpected_response",
      message: expect.stringContaining("Other objects still depend on the role"),
    });
    expect(await inspect()).toEqual(before);
  });

  test("superusers, Muster's own role and renamed roles are refused", async () => {
    const own = connection.actions?.(await targetOf("offboarding"));
    expect((await own?.inspect())?.refusal).toContain("Muster itself");
    await expect(own?.disable?.run({})).rejects.toMatchObject({ code: "forbidden" });
    const superuser = connection.actions?.(await targetOf("postgres"));
    expect((await superuser?.inspect())?.refusal).toContain("superuser");
    const renamed = connection.actions?.({ ...(await targetOf("billing")), name: "payments" });
    await expect(renamed?.disable?.run({})).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a credential without the right is told so, and the role stays as it was", async () => {
    const powerless = await connectAs("reader_only");
    const actions = powerless.actions?.(await targetOf("billing"));
    await expect(actions?.disable?.run({})).rejects.toMatchObject({ code: "forbidden" });
    expect(await canSignIn("billing")).toBe(true);
    await powerless.close?.();
  });

  test("a target of another server is never touched", async () => {
    const target = await targetOf("billing");
    const foreign = connection.actions?.({ ...target, externalId: "1234/role/16400" });
    await expect(foreign?.inspect()).rejects.toMatchObject({ code: "unexpected_response" });
  });
});
