import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { db } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { addSource } from "../../sources/add-source";
import { allowActions } from "../../sources/allow-actions";
import { runSync } from "../../sources/run-sync";
import { startRun } from "../../sources/start-run";
import { requestOffboarding } from "../request-offboarding";
import { advance, ann, at, bob } from "./case-time";

export const mark = randomBytes(4).toString("hex");
export const word = `not-a-real-word-${mark}`;
export const writer = `offboarder_${mark}`;
/** Filled in before the tests: the server as its superuser, and the source that reads it. */
export const warehouse = {} as { admin: pg.Client; sourceId: string };
let roles = 0;

export const provider = (): URL => new URL(inject("adminUrl"));

export async function canSignIn(role: string): Promise<boolean> {
  const url = provider();
  url.username = role;
  url.password = word;
  url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.toString() });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

export async function readSource(): Promise<void> {
  const { runId } = await db().$transaction((tx) => startRun(tx, warehouse.sourceId, "test"));
  await runSync(runId, new AbortController().signal, {
    leaseMs: 30_000,
    renewMs: 10_000,
    sliceMs: 60_000,
    sleepMs: 20,
  });
}

/** A role of a real server, read by a real sync. */
export async function someRole(): Promise<{ role: string; identityId: string }> {
  const role = `svc_${mark}_${(roles += 1)}`;
  await warehouse.admin.query(`CREATE ROLE ${role} LOGIN PASSWORD '${word}'`);
  await warehouse.admin.query(`GRANT ${role} TO ${writer} WITH ADMIN OPTION`);
  await readSource();
  const found = await db().identity.findFirstOrThrow({
    where: { sourceId: warehouse.sourceId, name: role },
  });
  return { role, identityId: found.id };
}

export async function requested(identityId: string, watchDays?: number): Promise<string> {
  const reason = "Nobody uses it any more";
  const made = await requestOffboarding(at(ann), { identityId, reason, watchDays });
  await advance();
  return made.caseId;
}

/** A real server, read and written through a source, in a database of its own. */
export function setUpWarehouse(): void {
  useDatabase();
  beforeAll(async () => {
    process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
    const url = provider();
    url.pathname = "/postgres";
    warehouse.admin = new pg.Client({ connectionString: url.toString() });
    await warehouse.admin.connect();
    await warehouse.admin.query(`CREATE ROLE ${writer} LOGIN CREATEROLE PASSWORD '${word}'`);
    await warehouse.admin.query(`GRANT pg_signal_backend, pg_monitor TO ${writer}`);
    const added = await addSource(bob, {
      connectorId: "postgresql",
      name: "Warehouse",
      config: {
        host: url.hostname,
        port: Number(url.port),
        database: "postgres",
        user: url.username,
        password: url.password,
        tls: "disable",
      },
      syncNow: false,
    });
    warehouse.sourceId = added.sourceId;
    await allowActions(bob, { sourceId: added.sourceId, config: { user: writer, password: word } });
  });
  // Its roles stay: other files read the same server meanwhile, and would see them vanish.
  afterAll(() => warehouse.admin.end());
}

/** What people were told about a case, in order. */
export async function toldOf(caseId: string): Promise<string[]> {
  const told = await db().notice.findMany({ where: { subjectId: caseId }, orderBy: { id: "asc" } });
  return told.map((one) => one.event);
}
