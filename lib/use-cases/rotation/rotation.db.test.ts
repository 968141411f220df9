import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { heldKeys } from "@/connectors/aws/testing/held-keys";
import { startStandIn, type StandIn } from "@/connectors/aws/testing/stand-in";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { offboardingProcesses } from "@/lib/testing/offboarding-process";
import { newId } from "../ingest/new-id";
import { advanceOffboarding } from "../offboarding/advance-offboarding";
import {
  approveOffboarding,
  cancelOffboarding,
  handOverOffboarding,
  retryOffboarding,
  undoOffboarding,
} from "../offboarding/decide";
import { getCase } from "../offboarding/get-case";
import { listCases } from "../offboarding/list-cases";
import { addSource } from "../sources/add-source";
import { allowActions } from "../sources/allow-actions";
import { sealedRowsByKey } from "../settings/sealed-columns";
import { endOverlap } from "./end-overlap";
import { requestRotation } from "./request-rotation";
import { takeSecret } from "./take-secret";

useDatabase();

/** Kills at each instrumented point; the long run takes 25. */
const rounds = Number(process.env.MUSTER_LONG_KILLS ?? 1);
const ann = personContext("analyst", { personId: newId() });
const bob = personContext("admin", { personId: newId() });
const workers = offboardingProcesses();
const hour = 3_600_000;
const day = 24 * hour;

type Moment = "before" | "between" | "after";
let onMoment: (moment: Moment, operation: string) => Promise<"lose" | void> = async () => undefined;
let broken: string | null = null;
let aws: StandIn;
let sourceId = "";
let users = 0;
let now = new Date();

const clock = (): Date => now;
const held = heldKeys(clock);
const later = (ms: number): void => void (now = new Date(now.getTime() + ms));
const advance = (): Promise<number> => advanceOffboarding(clock);
const at = <C extends typeof ann>(ctx: C): C => {
  const actor = ctx.actor.type === "person" ? { ...ctx.actor, steppedUpAt: now } : ctx.actor;
  return { ...ctx, actor, now };
};
const keyId = (text: string): string => ["AKIA", text].join("");

beforeAll(async () => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  aws = await startStandIn({
    held,
    at: (moment, operation) => onMoment(moment, operation),
    fault: (operation) => (operation === broken ? { status: 503, body: "<ErrorResponse/>" } : null),
  });
  const config = {
    authMode: "access_key",
    accessKeyId: keyId("READER0000000000"),
    secretAccessKey: "anything-goes-in-the-stand-in",
    endpoint: aws.url,
  };
  const added = await addSource(bob, {
    connectorId: "aws",
    name: "Production account",
    config,
    syncNow: false,
  });
  sourceId = added.sourceId;
  const writer = { ...config, accessKeyId: keyId("WRITER0000000000") };
  await allowActions(bob, { sourceId, config: writer });
});
afterAll(async () => {
  workers.close();
  await aws.close();
});

interface Rotated {
  user: string;
  old: string;
  identityId: string;
  credentialId: string;
}

/** A user of the stand-in with one access key, as a sync would have stored them. */
async function someKey(): Promise<Rotated> {
  const user = `svc-rotating-${(users += 1)}`;
  const old = keyId(randomBytes(8).toString("hex").toUpperCase());
  held.keys.set(old, {
    UserName: user,
    AccessKeyId: old,
    Status: "Active",
    CreateDate: new Date("2024-01-01"),
    secret: "known-to-its-program",
    usedAt: new Date(now.getTime() - hour),
  });
  const seen = { firstSeenAt: now, lastSeenAt: now, facts: {}, contentHash: user };
  const identity = await db().identity.create({
    data: {
      ...seen,
      sourceId,
      externalId: `AIDA${user}`,
      stream: "users",
      kind: "iam_user",
      detail: "aws.iam_user",
      name: user,
      status: "active",
      identityClass: "legacy_application",
      environment: "test",
      stage: "unknown",
    },
  });
  const credential = await db().credential.create({
    data: {
      ...seen,
      sourceId,
      identityId: identity.id,
      externalId: old,
      stream: "access-keys",
      kind: "access_key",
      name: old,
      status: "active",
    } as never,
  });
  return { user, old, identityId: identity.id, credentialId: credential.id };
}

const keysOf = (user: string) => [...held.keys.values()].filter((key) => key.UserName === user);
const reason = "It is older than the policy allows";

async function requested(of: Rotated, more: object = {}): Promise<string> {
  const { identityId, credentialId } = of;
  const asked = { identityId, credentialId, reason, ...more };
  const made = await requestRotation(at(ann), asked);
  await advance();
  return made.caseId;
}

const secretArn = (name: string): string =>
  `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}`;

function toSecretsManager(name: string) {
  const secretId = secretArn(name);
  held.secrets.set(secretId, []);
  return { type: "source" as const, sourceId, kind: "secrets_manager", fields: { secretId } };
}

async function approved(of: Rotated, more: object = {}): Promise<string> {
  const caseId = await requested(of, more);
  await approveOffboarding(at(bob), { caseId });
  await advance();
  return caseId;
}

const read = (caseId: string) => getCase(at(bob), { caseId });

/** Whether any row of any table holds the text. */
async function isStored(text: string): Promise<boolean> {
  const tables = await sql<{ name: string }>(
    "SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'",
    [],
  );
  for (const { name } of tables) {
    const found = await sql(`SELECT 1 FROM ${name} AS each WHERE each::text LIKE $1 LIMIT 1`, [
      `%${text}%`,
    ]);
    if (found.length > 0) return true;
  }
  return false;
}

describe("rotating an access key", () => {
  test("the new one is shown once, the old one goes only after it is quiet, and can be given back until then", async () => {
    const key = await someKey();
    const caseId = await requested(key);
    const planned = await read(caseId);
    expect(planned).toMatchObject({ state: "planned", case: "rotation", mode: "provider" });
    expect(planned.plan?.steps.map((step) => step.verb)).toEqual([
      "create",
      "deliver",
      "disable",
      "delete",
    ]);
    expect(keysOf(key.user)).toHaveLength(1);

    await approveOffboarding(at(bob), { caseId });
    await advance();
    const waiting = await read(caseId);
    expect(waiting.state).toBe("delivering");
    const made = keysOf(key.user).find((one) => one.AccessKeyId !== key.old);
    expect(waiting.rotation?.made?.externalId).toBe(made?.AccessKeyId);
    expect(JSON.stringify(waiting)).not.toContain(made?.secret);

    await expect(takeSecret(at(bob), { caseId })).rejects.toMatchObject({ code: "not_found" });
    const cold = { ...ann, actor: { ...ann.actor, steppedUpAt: null } } as typeof ann;
    await expect(takeSecret(cold, { caseId })).rejects.toMatchObject({ code: "step_up_required" });
    const taken = await takeSecret(at(ann), { caseId });
    expect(taken.secret).toEqual({
      AWS_ACCESS_KEY_ID: made?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: made?.secret,
    });
    await expect(takeSecret(at(ann), { caseId })).rejects.toMatchObject({ code: "conflict" });
    expect(await db().rotation.count({ where: { sealedSecret: { not: null }, id: caseId } })).toBe(
      0,
    );

    await advance();
    expect((await read(caseId)).state).toBe("overlapping");
    later(71 * hour);
    const old = held.keys.get(key.old);
    if (old) old.usedAt = new Date(now.getTime() - hour);
    later(2 * hour);
    await advance();
    const used = await read(caseId);
    expect(used.state).toBe("overlapping");
    expect(used.rotation?.quietUntil).toBe(
      new Date((old?.usedAt?.getTime() ?? 0) + 72 * hour).toISOString(),
    );
    expect(held.keys.get(key.old)?.Status).toBe("Active");

    later(72 * hour);
    await advance();
    expect((await read(caseId)).state).toBe("watching");
    expect(held.keys.get(key.old)?.Status).toBe("Inactive");

    await undoOffboarding(at(bob), { caseId, reason: "One batch job was forgotten" });
    await advance();
    expect((await read(caseId)).state).toBe("overlapping");
    expect(held.keys.get(key.old)?.Status).toBe("Active");

    later(73 * hour);
    await advance();
    expect((await read(caseId)).state).toBe("watching");
    later(15 * day);
    await advance();
    const done = await read(caseId);
    expect(done.state).toBe("completed");
    expect(keysOf(key.user).map((one) => [one.AccessKeyId, one.Status])).toEqual([
      [made?.AccessKeyId, "Active"],
    ]);
    const events = done.audit.map((line) => line.event);
    for (const event of ["rotation.created", "rotation.secret-taken", "offboarding.moved"])
      expect(events).toContain(event);
    expect(await isStored(made?.secret ?? "none")).toBe(false);
  });

  test("a secret that goes to AWS Secrets Manager arrives there and stays nowhere else", async () => {
    const key = await someKey();
    const caseId = await approved(key, { destination: toSecretsManager("prod/app") });
    const delivered = await read(caseId);
    expect(delivered.state).toBe("overlapping");
    const made = keysOf(key.user).find((one) => one.AccessKeyId !== key.old);
    const versions = held.secrets.get(secretArn("prod/app")) ?? [];
    expect(versions).toHaveLength(1);
    expect(JSON.parse(versions[0]?.value ?? "")).toEqual({
      AWS_ACCESS_KEY_ID: made?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: made?.secret,
    });
    expect(delivered.calls.map((call) => [call.verb, call.state])).toEqual([
      ["create", "done"],
      ["deliver", "done"],
    ]);
    expect(await isStored(made?.secret ?? "none")).toBe(false);
    const found = await db().rotation.findUniqueOrThrow({ where: { id: caseId } });
    expect(found.sealedSecret).toBeNull();
  });

  test("while it waits to be shown, the secret is sealed and counted among what the key protects", async () => {
    const key = await someKey();
    const caseId = await approved(key);
    const made = keysOf(key.user).find((one) => one.AccessKeyId !== key.old);
    expect(await isStored(made?.secret ?? "none")).toBe(false);
    const count = async () => [...(await sealedRowsByKey()).values()].reduce((a, b) => a + b, 0);
    const before = await count();
    await takeSecret(at(ann), { caseId });
    expect(await count()).toBe(before - 1);
  });

  test("a user with two keys already is refused in words, and nothing changes", async () => {
    const key = await someKey();
    const other = { ...held.keys.get(key.old), AccessKeyId: keyId("SECOND0000000000") };
    held.keys.set(other.AccessKeyId, other as never);
    const caseId = await requested(key);
    const refused = await read(caseId);
    expect(refused.state).toBe("failed");
    expect(refused.error?.message).toContain("already has 2 of them");
    expect(keysOf(key.user)).toHaveLength(2);
    held.keys.delete(other.AccessKeyId);
  });

  test("a new key that cannot be delivered is deleted again, and the old one works on", async () => {
    const key = await someKey();
    const destination = toSecretsManager("prod/vanishing");
    const caseId = await requested(key, { destination });
    held.secrets.delete(secretArn("prod/vanishing"));
    await approveOffboarding(at(bob), { caseId });
    for (let tick = 0; tick < 10; tick += 1) {
      await advance();
      later(hour);
    }
    const failed = await read(caseId);
    expect(failed.state).toBe("failed");
    expect(failed.closedAt).not.toBeNull();
    expect(keysOf(key.user).map((one) => [one.AccessKeyId, one.Status])).toEqual([
      [key.old, "Active"],
    ]);
    const found = await db().rotation.findUniqueOrThrow({ where: { id: caseId } });
    expect(found.sealedSecret).toBeNull();
  });

  test("a secret that nobody takes for a day is wiped and its key deleted", async () => {
    const key = await someKey();
    const caseId = await approved(key);
    later(23 * hour);
    await advance();
    expect((await read(caseId)).state).toBe("delivering");
    later(2 * hour);
    await advance();
    expect((await read(caseId)).state).toBe("failed");
    expect(keysOf(key.user).map((one) => one.AccessKeyId)).toEqual([key.old]);
    await expect(takeSecret(at(ann), { caseId })).rejects.toMatchObject({ code: "conflict" });
  });

  test("an undelivered key that cannot be deleted stays on the list of what is stuck until it is gone", async () => {
    const key = await someKey();
    const caseId = await approved(key);
    broken = "DeleteAccessKey";
    later(25 * hour);
    for (let tick = 0; tick < 8; tick += 1) {
      await advance();
      later(hour);
    }
    expect((await read(caseId)).state).toBe("dangling");
    const { items } = await listCases(at(bob), { view: "stuck", kind: "rotation" });
    expect(items.map((item) => item.id)).toContain(caseId);
    for (const decide of [cancelOffboarding, handOverOffboarding])
      await expect(decide(at(bob), { caseId })).rejects.toMatchObject({ code: "conflict" });
    broken = null;
    await retryOffboarding(at(bob), { caseId });
    await advance();
    expect((await read(caseId)).state).toBe("failed");
    expect(keysOf(key.user).map((one) => one.AccessKeyId)).toEqual([key.old]);
  });

  test("a key whose making got no answer is found and deleted before another is made", async () => {
    const key = await someKey();
    const caseId = await requested(key, { destination: toSecretsManager("prod/lost") });
    await approveOffboarding(at(bob), { caseId });
    const before = held.effective.get("CreateAccessKey") ?? 0;
    onMoment = async (moment, operation) => {
      if (operation !== "CreateAccessKey" || moment !== "between") return;
      onMoment = async () => undefined;
      return "lose";
    };
    await advance();
    const unsure = await read(caseId);
    expect(unsure).toMatchObject({ state: "creating", rotation: { made: null } });
    expect(keysOf(key.user)).toHaveLength(2);
    later(hour);
    await advance();
    expect((held.effective.get("CreateAccessKey") ?? 0) - before).toBe(2);
    expect((await read(caseId)).state).toBe("overlapping");
    expect(keysOf(key.user)).toHaveLength(2);
    expect((await read(caseId)).calls.at(-2)?.answer).toContain("whose secret nobody knows");
  });

  test("a key of somebody else that appeared meanwhile is never deleted", async () => {
    const key = await someKey();
    const caseId = await requested(key);
    await approveOffboarding(at(bob), { caseId });
    broken = "CreateAccessKey";
    await advance();
    const foreign = { ...held.keys.get(key.old), AccessKeyId: keyId("FOREIGN000000000") };
    held.keys.set(foreign.AccessKeyId, { ...foreign, CreateDate: new Date() } as never);
    broken = null;
    for (let tick = 0; tick < 12; tick += 1) {
      later(hour);
      await advance();
    }
    expect(held.keys.has(foreign.AccessKeyId)).toBe(true);
    const left = await read(caseId);
    expect(left.state).toBe("dangling");
    expect(left.error?.message).toContain("may be somebody else's");
    held.keys.delete(foreign.AccessKeyId);
    await retryOffboarding(at(bob), { caseId });
    await advance();
    expect((await read(caseId)).state).toBe("failed");
  });

  test("undoing during the overlap deletes the new one", async () => {
    const key = await someKey();
    const caseId = await approved(key, { destination: toSecretsManager("prod/undone") });
    await undoOffboarding(at(bob), { caseId, reason: "The program cannot read the new one" });
    await advance();
    expect((await read(caseId)).state).toBe("undone");
    expect(keysOf(key.user).map((one) => [one.AccessKeyId, one.Status])).toEqual([
      [key.old, "Active"],
    ]);
  });

  test("a person may end the overlap with a reason; nobody else may, and refusals are written down", async () => {
    const key = await someKey();
    const caseId = await approved(key, { destination: toSecretsManager("prod/ended") });
    const why = "The program was restarted with the new one";
    for (const role of ["owner", "manager", "auditor"] as const) {
      const ctx = at(personContext(role, { personId: newId() }));
      await expect(endOverlap(ctx, { caseId, reason: why })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    const refused = await db().auditEvent.count({
      where: { event: "rotation.end-overlap", outcome: "refused" },
    });
    expect(refused).toBe(3);
    await endOverlap(at(bob), { caseId, reason: why });
    await advance();
    expect((await read(caseId)).state).toBe("watching");
    const written = await db().auditEvent.findFirstOrThrow({
      where: { event: "rotation.overlap-ended", targetId: caseId },
    });
    expect(written.detail).toMatchObject({ reason: why });
  });

  test("who may not ask is refused, and so is a destination that takes no secrets", async () => {
    const { identityId, credentialId } = await someKey();
    const asked = { identityId, credentialId, reason };
    for (const role of ["manager", "auditor", "owner"] as const) {
      const ctx = at(personContext(role, { personId: newId() }));
      const code = role === "owner" ? "not_found" : "forbidden";
      await expect(requestRotation(ctx, asked)).rejects.toMatchObject({ code });
    }
    const nowhere = { type: "source" as const, sourceId, kind: "elsewhere", fields: {} };
    await expect(
      requestRotation(at(ann), { ...asked, destination: nowhere }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(
      requestRotation(at(ann), { ...asked, destination: { ...nowhere, kind: "secrets_manager" } }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    const refused = await db().auditEvent.count({
      where: { event: "rotation.request", outcome: "refused" },
    });
    expect(refused).toBeGreaterThanOrEqual(5);
  });
});

describe("a worker that dies while it rotates (T09)", () => {
  const points = [
    "CreateAccessKey",
    "PutSecretValue",
    "UpdateAccessKey",
    "DeleteAccessKey",
  ].flatMap((operation) =>
    (["before", "between", "after"] as const).map((moment) => [moment, operation] as const),
  );

  test.each(points)(
    "at %s of %s, exactly one key is left in the end, and its secret is where it belongs",
    { timeout: 120_000 * rounds },
    async (moment, operation) => {
      for (let round = 0; round < rounds; round += 1) {
        now = new Date();
        const key = await someKey();
        const name = `kill/${randomUUID()}`;
        const caseId = await requested(key, {
          destination: toSecretsManager(name),
          overlapHours: 0,
          watchDays: 0,
        });
        await approveOffboarding(at(bob), { caseId });
        const child = workers.start();
        await new Promise<void>((resolve) => {
          onMoment = async (during, called) => {
            if (during !== moment || called !== operation) return;
            onMoment = async () => undefined;
            await workers.kill(child);
            resolve();
          };
        });
        const left = await read(caseId);
        expect(held.keys.has(key.old) && left.state === "completed").toBe(false);
        // What two minutes without a sign of life do.
        await sql("UPDATE offboarding_case SET lease_until = NULL WHERE id = $1::uuid", [caseId]);
        now = new Date();
        await advance();
        expect((await read(caseId)).state).toBe("completed");
        const keys = keysOf(key.user);
        expect(keys.map((one) => one.Status)).toEqual(["Active"]);
        const versions = held.secrets.get(secretArn(name)) ?? [];
        expect(versions).toHaveLength(1);
        expect(JSON.parse(versions[0]?.value ?? "{}")).toEqual({
          AWS_ACCESS_KEY_ID: keys[0]?.AccessKeyId,
          AWS_SECRET_ACCESS_KEY: keys[0]?.secret,
        });
        const secret = keys[0]?.secret ?? "none";
        expect(workers.said()).not.toContain(secret);
        expect(await isStored(secret)).toBe(false);
      }
    },
  );
});
