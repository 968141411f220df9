import { generateKeyPairSync, sign } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Checkpoint, checkpointStatement } from "@/lib/domain/evidence-pack/checkpoint";
import { readBackup, writeBackup } from "@/lib/infra/backup";
import { databaseUrl, db } from "@/lib/infra/db";
import { resetEnv } from "@/lib/infra/env";
import { insertAuditChain } from "@/lib/testing/audit-rows";
import { personContext } from "@/lib/testing/context";
import { switchToEmptyDatabase, useDatabase } from "@/lib/testing/database";
import { getCheckpointState, listCheckpoints } from "./list-checkpoints";
import { changeCheckpointSettings, getCheckpointSettings } from "./settings";
import { verifyAgainstCheckpoints } from "./verify-against-checkpoints";
import { writeCheckpoint } from "./write-checkpoint";

useDatabase();

const admin = personContext("admin");
const auditor = personContext("auditor");
const folder = mkdtempSync(path.join(os.tmpdir(), "muster-checkpoints-"));
const file = path.join(folder, "checkpoints.jsonl");
let minute = 0;
const nextTurn = (): Date => new Date(Date.UTC(2026, 10, 21, 10, (minute += 5)));
const kept = (): string => readFileSync(file, "utf8");
const nowhere = { file: false, syslog: null, webhook: null };

/** As whoever has taken over the database server would. */
async function asOwner(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: databaseUrl() });
  await client.connect();
  await client.query("SET session_replication_role = replica");
  for (const statement of statements) await client.query(statement);
  await client.end();
}

beforeAll(async () => {
  process.env.MUSTER_CHECKPOINT_FILE = file;
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  resetEnv();
  await insertAuditChain(300);
});
afterEach(() => rmSync(file, { force: true }));
afterAll(() => {
  delete process.env.MUSTER_CHECKPOINT_FILE;
  delete process.env.MUSTER_ALLOW_PRIVATE_HOSTS;
  rmSync(folder, { recursive: true, force: true });
});

describe("checkpoints of the audit log", () => {
  it("are signed, appended to the file, and fit the log as it grows", async () => {
    await writeCheckpoint(nextTurn());
    await changeCheckpointSettings(admin, { ...nowhere, file: true });
    await writeCheckpoint(nextTurn());
    const lines = kept().trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).size)).toEqual(["300", "301"]);
    const found = await verifyAgainstCheckpoints(auditor, { text: kept() });
    expect(found).toMatchObject({ intact: true, checkpoints: 2, problems: [] });
    const state = await getCheckpointState(auditor, {});
    expect(state).toMatchObject({ contradiction: null, last: { size: "301" } });
    expect(state.deliveries).toMatchObject([{ target: "file", ok: true, place: file }]);
    expect((await listCheckpoints(auditor, {})).items).toHaveLength(2);
  });

  it("prove nothing when altered, or when somebody else signed them", async () => {
    await writeCheckpoint(nextTurn());
    const honest = kept();
    const altered = honest.replace(/"size":"\d+"/, '"size":"5"');
    const found = await verifyAgainstCheckpoints(auditor, { text: altered });
    expect(found.problems[0]?.sentence).toContain("signature does not fit");
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const { x = "" } = publicKey.export({ format: "jwk" });
    const forged: Checkpoint = {
      ...JSON.parse(honest),
      publicKey: Buffer.from(x, "base64url").toString("hex"),
    };
    forged.signature = sign(null, Buffer.from(checkpointStatement(forged)), privateKey).toString(
      "hex",
    );
    const stranger = await verifyAgainstCheckpoints(auditor, { text: JSON.stringify(forged) });
    expect(stranger.problems[0]?.sentence).toContain("not in the key file");
  });

  it("show that the end of the log was cut off, which the log alone cannot show", async () => {
    await writeCheckpoint(nextTurn());
    await asOwner(
      "CREATE TABLE kept_rows AS SELECT * FROM audit_event WHERE seq > 290",
      "DELETE FROM audit_event WHERE seq > 290",
    );
    const found = await verifyAgainstCheckpoints(auditor, { text: kept() });
    expect(found.chain.intact).toBe(true);
    expect(found.intact).toBe(false);
    expect(found.sentence).toMatch(/the log ends at entry 290.*cut off/);
    const { contradiction } = await getCheckpointState(auditor, {});
    expect(contradiction).toContain("the log ends at entry 290");
    await asOwner("INSERT INTO audit_event SELECT * FROM kept_rows", "DROP TABLE kept_rows");
    expect(await verifyAgainstCheckpoints(auditor, { text: kept() })).toMatchObject({
      intact: true,
    });
  });

  it("tell a place that fails, since when, and that it works again", async () => {
    let status = 500;
    const bodies: string[] = [];
    const server = createHttpServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        bodies.push(body);
        response.writeHead(status).end();
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/checkpoints`;
    await changeCheckpointSettings(admin, { ...nowhere, webhook: { url } });
    const first = nextTurn();
    expect(await writeCheckpoint(first)).toMatchObject({ failed: 1 });
    expect(await writeCheckpoint(nextTurn())).toMatchObject({ failed: 1 });
    const { deliveries } = await getCheckpointState(auditor, {});
    expect(deliveries).toMatchObject([
      { target: "webhook", ok: false, since: first.toISOString() },
    ]);
    expect(deliveries[0]?.error).toContain("answered 500");
    status = 204;
    expect(await writeCheckpoint(nextTurn())).toMatchObject({ failed: 0 });
    server.close();
    expect(JSON.parse(bodies.at(-1) ?? "").format).toBe("muster-audit-checkpoint-1");
    const noted = await db().auditEvent.findMany({
      where: { event: { startsWith: "checkpoint.", not: "checkpoint.configured" } },
      orderBy: { seq: "asc" },
    });
    expect(noted.map((line) => line.event)).toEqual([
      "checkpoint.undelivered",
      "checkpoint.delivered-again",
    ]);
    const told = await db().notice.findMany({ where: { event: "checkpoint.failing" } });
    expect(told.map((one) => one.title)).toEqual([`Checkpoints do not reach ${new URL(url).host}`]);
  });

  it("reach a syslog receiver over UDP and over TCP in the form of RFC 5424", async () => {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    const datagram = once(socket, "message");
    const target = (port: number, transport: "udp" | "tcp") => ({
      ...nowhere,
      syslog: { host: "127.0.0.1", port, transport },
    });
    await changeCheckpointSettings(admin, target(socket.address().port, "udp"));
    expect(await writeCheckpoint(nextTurn())).toMatchObject({ failed: 0 });
    const [message] = (await datagram) as [Buffer];
    socket.close();
    expect(message.toString()).toMatch(
      /^<109>1 2026-11-21T\S+Z \S+ muster \d+ checkpoint - \{"at":.*"signature":"[0-9a-f]{128}".*\}$/,
    );

    let received = "";
    const server = createTcpServer((peer) => {
      peer.on("data", (chunk) => (received += chunk.toString()));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await changeCheckpointSettings(admin, target(port, "tcp"));
    expect(await writeCheckpoint(nextTurn())).toMatchObject({ failed: 0 });
    await expect.poll(() => received).toMatch(/^\d+ <109>1 /);
    const [, length = "0", framed = ""] = /^(\d+) ([\s\S]*)$/.exec(received) ?? [];
    await expect.poll(() => Buffer.byteLength(framed)).toBe(Number(length));
    server.close();
    await once(server, "close");
    expect(await writeCheckpoint(nextTurn())).toMatchObject({ failed: 1 });
  });

  it("do not go to private places that the operator did not allow", async () => {
    process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "";
    resetEnv();
    const syslog = { host: "127.0.0.1", port: 9, transport: "udp" as const };
    const webhook = { url: "http://169.254.169.254/latest" };
    await changeCheckpointSettings(admin, { file: false, syslog, webhook });
    expect(await writeCheckpoint(nextTurn())).toMatchObject({ failed: 2 });
    const { deliveries } = await getCheckpointState(auditor, {});
    for (const { error } of deliveries) expect(error).toContain("does not connect to");
    process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
    resetEnv();
  });

  it("are directed by administrators only; whoever else tries is written down", async () => {
    for (const role of ["auditor", "analyst", "owner", "manager"] as const) {
      const attempt = changeCheckpointSettings(personContext(role), nowhere);
      await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
    }
    const last = await db().auditEvent.findFirst({ orderBy: { seq: "desc" } });
    expect(last).toMatchObject({ event: "checkpoint.configure", outcome: "refused" });
    await expect(getCheckpointState(personContext("analyst"), {})).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await getCheckpointSettings(auditor, {})).path).toBe(file);
  });

  it("show that an older backup was restored, also when the log went on from there", async () => {
    await changeCheckpointSettings(admin, { ...nowhere, file: true });
    await writeCheckpoint(nextTurn());
    const backup = path.join(folder, "older.backup");
    await writeBackup(backup, new Date());
    for (let n = 0; n < 5; n += 1)
      await changeCheckpointSettings(admin, { ...nowhere, file: true });
    await writeCheckpoint(nextTurn());
    const outside = kept();
    expect(await verifyAgainstCheckpoints(auditor, { text: outside })).toMatchObject({
      intact: true,
    });

    await switchToEmptyDatabase();
    await readBackup(backup);
    const restored = await verifyAgainstCheckpoints(auditor, { text: outside });
    expect(restored.chain.intact).toBe(true);
    expect(restored.sentence).toContain("older backup was restored");
    // The next turn sees the file's last line and does not bury it.
    expect(await writeCheckpoint(nextTurn())).toMatchObject({ failed: 1 });
    expect(kept()).toBe(outside);
    for (let n = 0; n < 8; n += 1)
      await changeCheckpointSettings(admin, { ...nowhere, file: true });
    const grown = await verifyAgainstCheckpoints(auditor, { text: outside });
    expect(grown.sentence).toContain("saw another entry");
  });
});
