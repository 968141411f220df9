import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { builtInPolicy } from "@/lib/domain/policy/built-in-policy";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { newId } from "../ingest/new-id";
import { addSource } from "../sources/add-source";
import { allowActions, forbidActions } from "../sources/allow-actions";
import { runSync } from "../sources/run-sync";
import { startRun } from "../sources/start-run";
import { advanceOffboarding } from "./advance-offboarding";
import {
  approveOffboarding,
  cancelOffboarding,
  handOverOffboarding,
  rejectOffboarding,
  reportOffboardingDone,
  retryOffboarding,
  undoOffboarding,
} from "./decide";
import { getCase } from "./get-case";
import { listCases } from "./list-cases";
import { previewRequest } from "./preview-request";
import { requestOffboarding } from "./request-offboarding";

useDatabase();

const mark = randomBytes(4).toString("hex");
const word = `not-a-real-word-${mark}`;
const writer = `offboarder_${mark}`;
const ann = personContext("analyst", { personId: newId() });
const bob = personContext("admin", { personId: newId() });
let now = new Date();
const clock = (): Date => now;
const advance = (): Promise<number> => advanceOffboarding(clock);
const later = (ms: number): void => void (now = new Date(now.getTime() + ms));
const at = <C extends typeof ann>(ctx: C): C => {
  const actor = ctx.actor.type === "person" ? { ...ctx.actor, steppedUpAt: now } : ctx.actor;
  return { ...ctx, actor, now };
};
const day = 86_400_000;

let admin: pg.Client;
let sourceId = "";
let roles = 0;

const provider = (): URL => new URL(inject("adminUrl"));

async function canSignIn(role: string): Promise<boolean> {
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

async function readSource(): Promise<void> {
  const { runId } = await db().$transaction((tx) => startRun(tx, sourceId, "test"));
  await runSync(runId, new AbortController().signal, {
    leaseMs: 30_000,
    renewMs: 10_000,
    sliceMs: 60_000,
    sleepMs: 20,
  });
}

/** A role of a real server, read by a real sync. */
async function someRole(): Promise<{ role: string; identityId: string }> {
  const role = `svc_${mark}_${(roles += 1)}`;
  await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD '${word}'`);
  await admin.query(`GRANT ${role} TO ${writer} WITH ADMIN OPTION`);
  await readSource();
  const found = await db().identity.findFirstOrThrow({ where: { sourceId, name: role } });
  return { role, identityId: found.id };
}

async function requested(identityId: string, watchDays?: number): Promise<string> {
  const reason = "Nobody uses it any more";
  const made = await requestOffboarding(at(ann), { identityId, reason, watchDays });
  await advance();
  return made.caseId;
}

const stateOf = async (caseId: string): Promise<string> =>
  (await getCase(at(bob), { caseId })).state;

beforeAll(async () => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  const url = provider();
  url.pathname = "/postgres";
  admin = new pg.Client({ connectionString: url.toString() });
  await admin.connect();
  await admin.query(`CREATE ROLE ${writer} LOGIN CREATEROLE PASSWORD '${word}'`);
  await admin.query(`GRANT pg_signal_backend, pg_monitor TO ${writer}`);
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
  sourceId = added.sourceId;
  await allowActions(bob, { sourceId, config: { user: writer, password: word } });
});
afterAll(async () => {
  const { rows } = await admin.query<{ name: string }>(
    "SELECT rolname AS name FROM pg_roles WHERE rolname LIKE $1",
    [`svc_${mark}%`],
  );
  for (const { name } of rows) await admin.query(`DROP ROLE ${name}`);
  await admin.query(`DROP OWNED BY ${writer}; DROP ROLE ${writer}`);
  await admin.end();
});

/** What people were told about a case, in order. */
async function toldOf(caseId: string): Promise<string[]> {
  const told = await db().notice.findMany({ where: { subjectId: caseId }, orderBy: { id: "asc" } });
  return told.map((one) => one.event);
}

describe("offboarding at the provider", () => {
  test("a role is planned, approved, disabled, undone, disabled again and deleted, each proven", async () => {
    const { role, identityId } = await someRole();
    const first = await requested(identityId);
    const planned = await getCase(at(ann), { caseId: first });
    expect(planned).toMatchObject({ state: "planned", mode: "provider", watchDays: 30 });
    expect(planned.plan?.steps.map((step) => [step.verb, step.reversible])).toEqual([
      ["disable", "yes"],
      ["delete", "no"],
    ]);
    expect(await canSignIn(role)).toBe(true);

    await approveOffboarding(at(bob), { caseId: first });
    await advance();
    expect(await stateOf(first)).toBe("watching");
    expect(await canSignIn(role)).toBe(false);

    await undoOffboarding(at(bob), { caseId: first, reason: "The nightly job still needs it" });
    await advance();
    expect(await stateOf(first)).toBe("undone");
    expect(await canSignIn(role)).toBe(true);

    const second = await requested(identityId, 2);
    await approveOffboarding(at(bob), { caseId: second });
    await advance();
    later(day);
    await advance();
    expect(await stateOf(second)).toBe("watching");
    later(day + 1000);
    await advance();
    expect(await stateOf(second)).toBe("verified");
    expect(await toldOf(first)).toEqual(["offboarding.approval-wanted", "offboarding.done"]);
    expect(await toldOf(second)).toEqual(["offboarding.approval-wanted", "offboarding.done"]);
    const { rows } = await admin.query("SELECT FROM pg_roles WHERE rolname = $1", [role]);
    expect(rows).toHaveLength(0);

    const receipt = await getCase(at(bob), { caseId: second });
    expect(receipt.calls.map((call) => [call.verb, call.state])).toEqual([
      ["disable", "done"],
      ["delete", "done"],
    ]);
    expect(receipt.approvals).toMatchObject([{ decision: "approved", assuranceLevel: 2 }]);
    const events = receipt.audit.map((line) => line.event);
    expect(events.indexOf("offboarding.intended")).toBeLessThan(
      events.indexOf("offboarding.carried-out"),
    );
    expect(receipt.audit.every((line) => /^[0-9a-f]{64}$/.test(line.hash))).toBe(true);
    expect(JSON.stringify(receipt)).not.toContain(word);
  });

  test("a call whose outcome was lost is settled by reading, not repeated", async () => {
    const { role, identityId } = await someRole();
    const caseId = await requested(identityId);
    await approveOffboarding(at(bob), { caseId });
    // As a worker leaves it that died after the provider had answered and before it could say so.
    await admin.query(`ALTER ROLE ${role} NOLOGIN`);
    await db().offboardingCase.update({
      where: { id: caseId },
      data: { state: "disabling", nextAt: now, step: "disable" },
    });
    await db().offboardingCall.create({
      data: { caseId, verb: "disable", attempt: 1, calls: [], state: "intended", startedAt: now },
    });
    await advance();
    const settled = await getCase(at(bob), { caseId });
    expect(settled.state).toBe("watching");
    expect(settled.calls).toMatchObject([
      { state: "done", answer: expect.stringContaining("reading the provider again") },
    ]);
  });

  test("a provider that fails is tried six times, then the case is stuck, seen and retried daily", async () => {
    const { role, identityId } = await someRole();
    const caseId = await requested(identityId);
    await approveOffboarding(at(bob), { caseId });
    const before = await db().source.findUniqueOrThrow({ where: { id: sourceId } });
    const broken = { ...(before.config as object), port: 9 };
    await db().source.update({ where: { id: sourceId }, data: { config: broken } });
    for (let n = 0; n < 8 && (await stateOf(caseId)) !== "stuck"; n += 1) {
      await advance();
      later(3_600_000);
    }
    const stuck = await getCase(at(bob), { caseId });
    expect(stuck).toMatchObject({ state: "stuck", step: "disable", closedAt: null });
    expect(await toldOf(caseId)).toEqual(["offboarding.approval-wanted", "offboarding.stuck"]);
    expect(stuck.audit.filter((line) => line.event === "offboarding.failed")).toHaveLength(6);
    expect((await listCases(at(bob), { view: "stuck" })).items.map((row) => row.id)).toEqual([
      caseId,
    ]);
    expect(await canSignIn(role)).toBe(true);
    await db().source.update({
      where: { id: sourceId },
      data: { config: before.config as object },
    });
    later(day);
    await advance();
    expect(await stateOf(caseId)).toBe("watching");
    expect(await canSignIn(role)).toBe(false);
  });

  test("a write credential without the right is stuck at once, with the reason", async () => {
    const { role, identityId } = await someRole();
    const caseId = await requested(identityId);
    await approveOffboarding(at(bob), { caseId });
    await admin.query(`REVOKE ${role} FROM ${writer}`);
    await advance();
    const stuck = await getCase(at(bob), { caseId });
    expect(stuck).toMatchObject({ state: "stuck", error: { code: "forbidden" } });
    await admin.query(`GRANT ${role} TO ${writer} WITH ADMIN OPTION`);
    await retryOffboarding(at(ann), { caseId });
    await advance();
    expect(await stateOf(caseId)).toBe("watching");
  });

  test("use during the watch is told on the case and its timeline", async () => {
    const { role, identityId } = await someRole();
    const caseId = await requested(identityId);
    await approveOffboarding(at(bob), { caseId });
    await advance();
    await admin.query(`ALTER ROLE ${role} LOGIN`);
    later(3_600_000);
    await advance();
    const watched = await getCase(at(bob), { caseId });
    expect(watched.error?.message).toContain("enabled again at the provider");
    const told = await db().identityEvent.findFirst({
      where: { identityId, summary: { contains: "enabled again" } },
    });
    expect(told).not.toBeNull();
  });

  test("the connector's own credential goes to a person, untouched", async () => {
    const own = await db().identity.findFirstOrThrow({
      where: { sourceId, name: provider().username, kind: "database_role" },
    });
    const caseId = await requested(own.id);
    const refused = await getCase(at(bob), { caseId });
    expect(refused).toMatchObject({ state: "manual", mode: "manual" });
    expect(await toldOf(caseId)).toEqual(["offboarding.by-hand"]);
    expect(refused.error?.message).toContain("superuser");
    await cancelOffboarding(at(ann), { caseId });
    expect(await stateOf(caseId)).toBe("cancelled");
  });
});

describe("who may do what", () => {
  test("a privileged identity needs an approver other than the requester", async () => {
    const { identityId } = await someRole();
    await db().identity.update({ where: { id: identityId }, data: { environment: "production" } });
    const caseId = await requested(identityId);
    await expect(approveOffboarding(at(ann), { caseId })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await stateOf(caseId)).toBe("planned");
    await rejectOffboarding(at(bob), { caseId, reason: "Still needed until June" });
    expect(await stateOf(caseId)).toBe("rejected");
    expect((await toldOf(caseId)).at(-1)).toBe("offboarding.rejected");
  });

  test("who must approve follows the policy in force when the case is opened", async () => {
    const { identityId } = await someRole();
    const inForce = (number: number, document: object) =>
      db().policyVersion.create({
        data: { number, document, reason: "A test of approvals", author: "Ann", at: new Date() },
      });
    const asked = async () => (await previewRequest(at(ann), { identityId })).otherApprover;
    await inForce(2, { ...builtInPolicy, base: { ...builtInPolicy.base, approvals: 2 } });
    expect(await asked()).toBe(true);
    const caseId = await requested(identityId);
    await inForce(3, builtInPolicy);
    expect(await asked()).toBe(false);
    await expect(approveOffboarding(at(ann), { caseId })).rejects.toThrow(/two people/);
    await cancelOffboarding(at(ann), { caseId });
  });

  test("an owner may ask for what is theirs, and neither see nor decide anything else", async () => {
    const { identityId } = await someRole();
    const personId = newId();
    const owner = personContext("owner", { personId });
    const reason = "We have moved to short-lived tokens";
    await expect(requestOffboarding(at(owner), { identityId, reason })).rejects.toMatchObject({
      code: "not_found",
    });
    await db().person.create({
      data: { id: personId, email: `${mark}@muster.example`, name: "Olga", role: "owner" },
    });
    await db().identity.update({ where: { id: identityId }, data: { ownerId: personId } });
    const { caseId } = await requestOffboarding(at(owner), { identityId, reason });
    expect((await listCases(at(owner), {})).items.map((row) => row.id)).toEqual([caseId]);
    await advance();
    await expect(approveOffboarding(at(owner), { caseId })).rejects.toMatchObject({
      code: "forbidden",
    });
    const stranger = personContext("owner", { personId: newId() });
    await expect(getCase(at(stranger), { caseId })).rejects.toMatchObject({ code: "not_found" });
  });

  test("a refused decision is in the audit log, and two cases of one target cannot be open", async () => {
    const { identityId } = await someRole();
    const caseId = await requested(identityId);
    await expect(
      requestOffboarding(at(ann), { identityId, reason: "Once more" }),
    ).rejects.toMatchObject({ code: "conflict" });
    const auditor = personContext("auditor", { personId: newId() });
    await expect(approveOffboarding(at(auditor), { caseId })).rejects.toMatchObject({
      code: "forbidden",
    });
    const refused = await db().auditEvent.count({
      where: { event: "offboarding.approve", outcome: "refused" },
    });
    expect(refused).toBeGreaterThan(0);
  });

  test("of a hundred approvals at once exactly one counts, and the call is made once", async () => {
    const { identityId } = await someRole();
    const caseId = await requested(identityId);
    const tries = await Promise.allSettled(
      Array.from({ length: 100 }, () => approveOffboarding(at(bob), { caseId })),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    await Promise.all([advance(), advance(), advance()]);
    const { calls, state } = await getCase(at(bob), { caseId });
    expect(state).toBe("watching");
    expect(calls).toHaveLength(1);
  });
});

describe("the write credential", () => {
  test("is never the one that reads, and never without a secret of its own", async () => {
    const { username, password } = provider();
    const same = { user: username, password };
    await expect(allowActions(at(bob), { sourceId, config: same })).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("one of its own"),
    });
    await expect(
      allowActions(at(bob), { sourceId, config: { user: writer } }),
    ).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("Fill in the secret"),
    });
  });
});

describe("without a write credential", () => {
  test("a case is a task for a person, and only a complete sync proves it", async () => {
    const { role, identityId } = await someRole();
    await forbidActions(at(bob), { sourceId });
    const caseId = await requested(identityId);
    expect(await stateOf(caseId)).toBe("manual");
    await reportOffboardingDone(at(ann), { caseId, proof: "Dropped by hand, ticket OPS-12" });
    await advance();
    expect(await stateOf(caseId)).toBe("reported");
    await admin.query(`DROP ROLE ${role}`);
    await readSource();
    await advance();
    expect(await stateOf(caseId)).toBe("verified");
    const again = undoOffboarding(at(bob), { caseId, reason: "It is needed after all" });
    await expect(again).rejects.toThrow("gone for good");
  });

  test("a case under way whose credential was taken away can be handed to a person", async () => {
    await allowActions(at(bob), { sourceId, config: { user: writer, password: word } });
    const { identityId } = await someRole();
    const caseId = await requested(identityId);
    await approveOffboarding(at(bob), { caseId });
    await forbidActions(at(bob), { sourceId });
    await advance();
    expect(await stateOf(caseId)).toBe("stuck");
    await handOverOffboarding(at(bob), { caseId });
    expect(await stateOf(caseId)).toBe("manual");
  });
});
