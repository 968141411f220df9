import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { startPostgres18 } from "@/lib/testing/postgres-server";
import type { Connection, NewCredential } from "../contract";
import { postgresql } from "./index";
import { scramVerifier } from "./scram";
import { roleTarget } from "./testing/role-target";

const word = "not-a-real-word-9Kd4";
let server: Awaited<ReturnType<typeof startPostgres18>>;
let admin: pg.Client;
let io: ReturnType<typeof testConnectorIo>;
let connection: Connection;

/** All that goes to the server, in the clear since TLS is off. */
const sent: Buffer[] = [];
const overheard: typeof io.connectTcp = async (to) => {
  const socket = await io.connectTcp(to);
  const write = socket.write.bind(socket) as (...all: unknown[]) => boolean;
  socket.write = (chunk: string | Uint8Array, ...more: unknown[]) => {
    sent.push(Buffer.from(chunk as Uint8Array));
    return write(chunk, ...more);
  };
  return socket;
};

async function canSignIn(user: string, password: string, database = "postgres"): Promise<boolean> {
  const { hostname: host, port } = new URL(server.url);
  const client = new pg.Client({ host, port: Number(port), user, password, database });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

async function rotationOf(name: string) {
  const target = await roleTarget(admin, name);
  const found = connection.actions?.(target)?.rotation;
  if (!found?.replace) throw new Error("A role's password cannot be rotated");
  return { ...found, replace: found.replace };
}

async function made(name: string): Promise<NewCredential> {
  let kept: NewCredential | undefined;
  await (await rotationOf(name)).create("", async (one) => void (kept = one));
  if (!kept) throw new Error("Nothing was made");
  return kept;
}

beforeAll(async () => {
  server = await startPostgres18();
  admin = new pg.Client({ connectionString: server.url.replace(/\/muster$/, "/postgres") });
  await admin.connect();
  await admin.query(`CREATE ROLE rotating LOGIN CREATEROLE PASSWORD '${word}'`);
  await admin.query("GRANT pg_monitor TO rotating");
  for (const role of ["billing", `odd "name"; --`, "closed", "barred"]) {
    await admin.query(`CREATE ROLE ${pg.escapeIdentifier(role)} LOGIN PASSWORD '${word}'`);
    await admin.query(`GRANT ${pg.escapeIdentifier(role)} TO rotating WITH ADMIN OPTION`);
  }
  await admin.query(`CREATE ROLE untouchable LOGIN PASSWORD '${word}'`);
  io = testConnectorIo();
  const { hostname: host, port } = new URL(server.url);
  const config = { host, port: Number(port), database: "postgres", tls: "disable" as const };
  connection = await postgresql().connect(
    { ...config, otherDatabases: [], user: "rotating", password: word },
    { ...io, connectTcp: overheard },
  );
});
afterAll(async () => {
  await connection?.close?.();
  await io?.close();
  await admin?.end();
  await server?.stop();
});

test("the verifier is the one that the server itself makes of the same password and salt", async () => {
  await admin.query("CREATE ROLE by_server LOGIN PASSWORD 'a word of ASCII only'");
  const { rows } = await admin.query<{ rolpassword: string }>(
    "SELECT rolpassword FROM pg_authid WHERE rolname = 'by_server'",
  );
  const theirs = rows[0]?.rolpassword ?? "";
  const salt = Buffer.from(/:([^$]+)\$/.exec(theirs)?.[1] ?? "", "base64");
  expect(scramVerifier("a word of ASCII only", salt)).toBe(theirs);
});

describe("rotating the password of a role of a real server", () => {
  test("the old password works until the new one is put in its place, and a sign-in proves the new one", async () => {
    const one = await made("billing");
    expect(one.secret.PGUSER).toBe("billing");
    expect(await canSignIn("billing", word)).toBe(true);
    const { replace } = await rotationOf("billing");
    const said = await replace.run(one.pending ?? "");
    expect(said).toContain("A sign-in with it proved it.");
    expect(await canSignIn("billing", word)).toBe(false);
    expect(await canSignIn("billing", one.secret.PGPASSWORD ?? "")).toBe(true);
    expect(await replace.run(one.pending ?? "")).toContain("proved it");
    expect(said + JSON.stringify(replace.calls)).not.toContain(one.secret.PGPASSWORD);
  });

  test("the password is never sent to the server, so no log and no statistics of it can hold it", async () => {
    const one = await made(`odd "name"; --`);
    sent.length = 0;
    const { replace } = await rotationOf(`odd "name"; --`);
    await replace.run(one.pending ?? "");
    const all = Buffer.concat(sent).toString("latin1");
    expect(all).toContain("PASSWORD 'SCRAM-SHA-256$4096:");
    expect(all).not.toContain(one.secret.PGPASSWORD);
    expect(await canSignIn(`odd "name"; --`, one.secret.PGPASSWORD ?? "")).toBe(true);
  });

  test("a role that may not use the database proves its password all the same", async () => {
    await admin.query("CREATE DATABASE elsewhere");
    await admin.query("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC");
    await admin.query("GRANT CONNECT ON DATABASE postgres TO rotating");
    const one = await made("closed");
    const { replace } = await rotationOf("closed");
    expect(await replace.run(one.pending ?? "")).toContain("A sign-in with it proved it.");
    expect(await canSignIn("closed", one.secret.PGPASSWORD ?? "", "elsewhere")).toBe(true);
    await admin.query("GRANT CONNECT ON DATABASE postgres TO PUBLIC");
  });

  test("where nobody may sign in as the role, the answer says that no sign-in proved it", async () => {
    const one = await made("barred");
    await admin.query("ALTER ROLE barred NOLOGIN");
    const { replace, refusal } = await rotationOf("barred");
    expect(await refusal()).toContain("cannot sign in");
    expect(await replace.run(one.pending ?? "")).toContain("no sign-in could prove it");
  });

  test("Muster's own role, a superuser and a role beyond its rights are refused, and keep their passwords", async () => {
    for (const name of ["rotating", "postgres"]) {
      const { replace } = await rotationOf(name);
      const pending = JSON.stringify({ verifier: scramVerifier("x"), password: "x" });
      await expect(replace.run(pending)).rejects.toMatchObject({ code: "forbidden" });
    }
    const one = await made("untouchable");
    const { replace } = await rotationOf("untouchable");
    await expect(replace.run(one.pending ?? "")).rejects.toMatchObject({ code: "forbidden" });
    expect(await canSignIn("untouchable", word)).toBe(true);
    expect(await canSignIn("rotating", word)).toBe(true);
  });
});
