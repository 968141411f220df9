import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { evidenceKeys } from "@/lib/infra/signing";
import { insertAuditChain } from "@/lib/testing/audit-rows";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { downloaded } from "@/lib/testing/evidence-packs";
import { nodeWorld, packOfBytes } from "@/scripts/muster-verify/node-world.mjs";
import { type Check, verifyPack } from "@/scripts/muster-verify/pack.mjs";
import { writeCheckpoint } from "../checkpoints/write-checkpoint";
import { getPack, listPacks } from "./list-packs";
import { makePack } from "./make-pack";
import { requestPack } from "./request-pack";
import { sealPack } from "./seal-pack";
import { sweepPacks } from "./sweep-packs";

useDatabase();

const auditor = personContext("auditor");
const analyst = personContext("analyst");
const rows = 5_000;
const from = new Date(1_760_000_000_000).toISOString().slice(0, 10);
const to = new Date(1_760_000_000_000 + rows * 1_000).toISOString().slice(0, 10);
const clock = (): Date => new Date();

async function verified(bytes: Buffer, checkpoints?: { label: string; bytes: Uint8Array }[]) {
  const trustedKeys = (await evidenceKeys()).map((key) => key.publicKey);
  return verifyPack(packOfBytes(bytes), { trustedKeys, checkpoints }, nodeWorld);
}
const failures = (checks: Check[]): Check[] => checks.filter((check) => !check.ok);
const detailOf = (checks: Check[], name: string): string =>
  checks.find((check) => check.name === name)?.detail ?? "";

async function someCase(): Promise<string> {
  const now = new Date();
  const made = await db().offboardingCase.create({
    data: {
      sourceName: "Orders",
      connectorId: "postgresql",
      target: { subject: "identity", kind: "db_role", name: "=cmd|'/c calc'!A1", holder: null },
      externalId: randomUUID(),
      mode: "provider",
      state: "verified",
      reason: "The nightly export moved to short-lived tokens 移行済み",
      requestedBy: "Ann",
      otherApprover: false,
      watchDays: 7,
      createdAt: now,
      stateAt: now,
      closedAt: now,
      approvals: {
        create: {
          personId: randomUUID(),
          personName: "=HYPERLINK(1)",
          decision: "approved",
          assuranceLevel: 2,
          at: now,
        },
      },
      calls: {
        create: {
          verb: "disable",
          attempt: 1,
          calls: [{ call: "ALTER ROLE x NOLOGIN", effect: "It cannot sign in" }],
          state: "done",
          answer: "ALTER ROLE",
          startedAt: now,
          finishedAt: now,
        },
      },
    },
  });
  return made.id;
}

describe("an evidence pack of days of the audit log", () => {
  it("is one piece of the chain that fits the checkpoints signed at the time", async () => {
    await insertAuditChain(rows);
    await writeCheckpoint(new Date());
    const checkpoint = await db().auditCheckpoint.findFirstOrThrow({
      where: { size: BigInt(rows) },
    });
    const { packId } = await requestPack(auditor, { subject: "audit_range", from, to });
    expect(await getPack(auditor, { packId })).toMatchObject({ state: "queued", totalRows: rows });
    expect(await makePack(packId, clock)).toBe("done");
    expect(await makePack(packId, clock)).toBe("nothing");
    const bytes = await downloaded(packId, auditor);
    const found = await getPack(auditor, { packId });
    expect(found).toMatchObject({ state: "done", bytes: bytes.length, kept: true });
    expect(nodeWorld.sha256(bytes)).toBe(found.digest);

    const { ok, checks } = await verified(bytes);
    expect(failures(checks)).toEqual([]);
    expect(ok).toBe(true);
    expect(detailOf(checks, "Audit entries")).toContain("5,000 entries without a gap");
    expect(detailOf(checks, "Checkpoints in the pack")).toContain("1 of 1 signed");
    expect(bytes.includes("%PDF-")).toBe(true);

    const { toCheckpoint } = await import("../checkpoints/plain-chain");
    const kept = Buffer.from(`${JSON.stringify(toCheckpoint(checkpoint))}\n`);
    const own = await verified(bytes, [{ label: "kept.jsonl", bytes: kept }]);
    expect(detailOf(own.checks, "Checkpoints of kept.jsonl")).toContain("1 of 1 signed");
    const lying = Buffer.from(kept.toString().replace(checkpoint.digest, "0".repeat(64)));
    const refused = await verified(bytes, [{ label: "kept.jsonl", bytes: lying }]);
    expect(failures(refused.checks)[0]?.detail).toContain(
      "line 1 has a signature that does not fit",
    );
  });

  it("is refused without an entry, without days, and to whoever does not read the log", async () => {
    const ask = (ctx: typeof auditor, input: object) =>
      requestPack(ctx, { subject: "audit_range", ...input });
    await expect(ask(auditor, { from: "2001-01-01", to: "2001-01-02" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(ask(auditor, {})).rejects.toMatchObject({ code: "invalid_input" });
    await expect(ask(analyst, { from, to })).rejects.toMatchObject({ code: "forbidden" });
    for (const role of ["owner", "manager"] as const) {
      await expect(ask(personContext(role), { from, to })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    const last = await db().auditEvent.findFirst({ orderBy: { seq: "desc" } });
    expect(last).toMatchObject({ event: "evidence.request", outcome: "refused" });
  });

  it("cannot be seen or taken by whoever does not read the log", async () => {
    const { packId } = await requestPack(auditor, { subject: "audit_range", from, to });
    await makePack(packId, clock);
    expect((await listPacks(analyst, { subject: "audit_range" })).items).toEqual([]);
    await expect(downloaded(packId, analyst)).rejects.toMatchObject({ code: "not_found" });
    await expect(getPack(personContext("manager"), { packId })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("an evidence pack of an offboarding case", () => {
  afterEach(async () => {
    await db().evidencePack.deleteMany();
  });

  it("holds what was asked, decided and called, inert in spreadsheets, and says who took it", async () => {
    const subjectId = await someCase();
    const { packId } = await requestPack(analyst, { subject: "offboarding_case", subjectId });
    expect(await makePack(packId, clock)).toBe("done");
    const bytes = await downloaded(packId, analyst);
    const { ok, checks } = await verified(bytes);
    expect(failures(checks)).toEqual([]);
    expect(ok).toBe(true);
    const text = bytes.toString("utf8");
    expect(text).toContain(`"'=HYPERLINK(1)"`);
    expect(text).toContain("移行済み");
    expect(text).toContain("ALTER ROLE x NOLOGIN");
    const events = await db().auditEvent.findMany({
      where: { targetType: "evidence_pack", targetId: packId },
      orderBy: { seq: "asc" },
    });
    expect(events.map((line) => line.event)).toEqual([
      "evidence.requested",
      "evidence.sealed",
      "evidence.downloaded",
    ]);
    expect(events[1]?.detail).toMatchObject({ digest: nodeWorld.sha256(bytes) });
  });

  it("does not exist for a case that does not", async () => {
    const ask = requestPack(auditor, { subject: "offboarding_case", subjectId: randomUUID() });
    await expect(ask).rejects.toMatchObject({ code: "not_found" });
  });

  it("is made once however often it is asked for at the same time", async () => {
    const subjectId = await someCase();
    await requestPack(analyst, { subject: "offboarding_case", subjectId });
    const again = requestPack(analyst, { subject: "offboarding_case", subjectId });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
  });

  it("is not sealed by an attempt that was given up", async () => {
    const subjectId = await someCase();
    const { packId } = await requestPack(analyst, { subject: "offboarding_case", subjectId });
    await db().evidencePack.update({
      where: { id: packId },
      data: { state: "running", attempt: 3 },
    });
    const stale = sealPack(
      { ...analyst, actor: { type: "system", name: "evidence" } },
      { packId, attempt: 2, digest: "0".repeat(64), bytes: 1, keyId: "k" },
    );
    await expect(stale).rejects.toMatchObject({ code: "conflict" });
    expect(await makePack(packId, clock)).toBe("done");
    expect(await db().evidenceChunk.count({ where: { packId, attempt: { not: 4 } } })).toBe(0);
  });

  it("ends as failed with its reason when the case is gone before it is made", async () => {
    const subjectId = await someCase();
    const { packId } = await requestPack(analyst, { subject: "offboarding_case", subjectId });
    await db().offboardingCase.delete({ where: { id: subjectId } });
    expect(await makePack(packId, clock)).toBe("failed");
    const found = await getPack(analyst, { packId });
    expect(found).toMatchObject({ state: "failed", kept: false });
    expect(found.error).toContain("no such case");
    await expect(downloaded(packId, analyst)).rejects.toMatchObject({ code: "conflict" });
  });

  it("loses its bytes after 30 days, and keeps who made it with which digest", async () => {
    const subjectId = await someCase();
    const { packId } = await requestPack(analyst, { subject: "offboarding_case", subjectId });
    await makePack(packId, clock);
    expect(await sweepPacks(new Date(Date.now() + 29 * 86_400_000))).toBe(0);
    expect(await sweepPacks(new Date(Date.now() + 31 * 86_400_000))).toBe(1);
    expect(await db().evidenceChunk.count({ where: { packId } })).toBe(0);
    expect(await getPack(analyst, { packId })).toMatchObject({ state: "done", kept: false });
    await expect(downloaded(packId, analyst)).rejects.toMatchObject({ code: "not_found" });
  });
});
