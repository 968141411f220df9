import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { offboardingProcesses } from "@/lib/testing/offboarding-process";
import {
  approveOffboarding,
  cancelOffboarding,
  handOverOffboarding,
  retryOffboarding,
} from "../offboarding/decide";
import { listCases } from "../offboarding/list-cases";
import {
  advance,
  ann,
  at,
  bob,
  caseTime,
  hour,
  later,
  read,
} from "../offboarding/testing/case-time";
import { takeSecret } from "./take-secret";
import {
  aws,
  approved,
  isStored,
  keyId,
  keysOf,
  requested,
  secretArn,
  setUpAws,
  someKey,
  toSecretsManager,
} from "./testing/aws-rotations";

setUpAws();
const { held } = aws;

/** Kills at each instrumented point; the long run takes 25. */
const rounds = Number(process.env.MUSTER_LONG_KILLS ?? 1);
const workers = offboardingProcesses();
afterAll(() => workers.close());

describe("a rotation that goes wrong", () => {
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
    aws.broken = "DeleteAccessKey";
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
    aws.broken = null;
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
    aws.onMoment = async (moment, operation) => {
      if (operation !== "CreateAccessKey" || moment !== "between") return;
      aws.onMoment = async () => undefined;
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
    aws.broken = "CreateAccessKey";
    await advance();
    const foreign = { ...held.keys.get(key.old), AccessKeyId: keyId("FOREIGN000000000") };
    held.keys.set(foreign.AccessKeyId, { ...foreign, CreateDate: new Date() } as never);
    aws.broken = null;
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

  // A step that a busy machine breaks off is taken again when its lease ends, after two minutes.
  test.each(points)(
    "at %s of %s, exactly one key is left in the end, and its secret is where it belongs",
    { timeout: 300_000 * rounds },
    async (moment, operation) => {
      for (let round = 0; round < rounds; round += 1) {
        caseTime.now = new Date();
        const key = await someKey();
        const name = `kill/${randomUUID()}`;
        const caseId = await requested(key, {
          destination: toSecretsManager(name),
          overlapHours: 0,
          watchDays: 0,
        });
        await approveOffboarding(at(bob), { caseId });
        const child = workers.start();
        const died = new Promise<void>((resolve) => {
          aws.onMoment = async (during, called) => {
            if (during !== moment || called !== operation) return;
            aws.onMoment = async () => undefined;
            await workers.kill(child);
            resolve();
          };
        });
        await Promise.race([died, workers.endedByItself(child)]);
        const left = await read(caseId);
        expect(held.keys.has(key.old) && left.state === "completed").toBe(false);
        // What two minutes without a sign of life do.
        await sql("UPDATE offboarding_case SET lease_until = NULL WHERE id = $1::uuid", [caseId]);
        caseTime.now = new Date();
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
