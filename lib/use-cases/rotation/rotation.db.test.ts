import { describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { newId } from "../ingest/new-id";
import { approveOffboarding, undoOffboarding } from "../offboarding/decide";
import { sealedRowsByKey } from "../settings/sealed-columns";
import {
  advance,
  ann,
  at,
  bob,
  caseTime,
  day,
  hour,
  later,
  read,
} from "../offboarding/testing/case-time";
import { endOverlap } from "./end-overlap";
import { requestRotation } from "./request-rotation";
import { takeSecret } from "./take-secret";
import {
  aws,
  approved,
  isStored,
  keysOf,
  reason,
  requested,
  secretArn,
  setUpAws,
  someKey,
  toSecretsManager,
} from "./testing/aws-rotations";

setUpAws();
const { held } = aws;

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
    if (old) old.usedAt = new Date(caseTime.now.getTime() - hour);
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
    const nowhere = {
      type: "source" as const,
      sourceId: aws.sourceId,
      kind: "elsewhere",
      fields: {},
    };
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
