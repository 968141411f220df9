import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mostProofBytes, mostProofs } from "@/lib/domain/lifecycle/proof-file";
import { db, sql } from "@/lib/infra/db";
import { resetEnv } from "@/lib/infra/env";
import { keyRing, writeKeyRing } from "@/lib/infra/keys";
import { evidenceSigner } from "@/lib/infra/signing";
import { type ActingProvider, startActingProvider } from "@/lib/testing/acting-provider";
import { insertActingKey, insertActingSource } from "@/lib/testing/acting-source";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { downloaded } from "@/lib/testing/evidence-packs";
import { nodeWorld, packOfBytes } from "@/scripts/muster-verify/node-world.mjs";
import { verifyPack } from "@/scripts/muster-verify/pack.mjs";
import { makePack } from "../evidence/make-pack";
import { requestPack } from "../evidence/request-pack";
import type { Context } from "../context";
import { rotateKeys } from "../settings/rotate-keys";
import { advanceOffboarding } from "./advance-offboarding";
import { attachProof } from "./attach-proof";
import { cancelOffboarding } from "./decide";
import { downloadProof } from "./download-proof";
import { getCase } from "./get-case";
import { requestOffboarding } from "./request-offboarding";

useDatabase();

const now = new Date();
const analyst = personContext("analyst", { now });
const auditor = personContext("auditor", { now });
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from("the page of the provider, without the key"),
]);
const text = (words: string) => Buffer.from(words);
let folder = "";
let provider: ActingProvider;
let sourceId = "";
let made = 0;
let olga: Context;
let otto: Context;

/** Keys that came with the environment cannot be rotated, so the same ones move to a file. */
async function keepKeysInAFile(): Promise<void> {
  const ring = await keyRing();
  folder = await mkdtemp(path.join(os.tmpdir(), "muster-proof-"));
  process.env.MUSTER_KEYS_FILE = path.join(folder, "keys.json");
  delete process.env.MUSTER_KEYS;
  resetEnv();
  await writeKeyRing(ring);
}

beforeAll(async () => {
  await keepKeysInAFile();
  provider = await startActingProvider();
  sourceId = await insertActingSource(provider);
  await db().source.update({ where: { id: sourceId }, data: { sealedActions: null } });
  const owner = async (name: string): Promise<Context> => {
    const data = { email: `${name}@example.com`, name, role: "owner", status: "active" };
    return personContext("owner", { personId: (await db().person.create({ data })).id, now });
  };
  olga = await owner("olga");
  otto = await owner("otto");
});
afterAll(async () => {
  await provider.close();
  delete process.env.MUSTER_KEYS_FILE;
  await rm(folder, { recursive: true });
});

/** A case that is a task for a person; its identity is Olga's. */
async function task(): Promise<string> {
  const identityId = await insertActingKey(provider, sourceId, `by-hand-${(made += 1)}`);
  const ownerId = olga.actor.type === "person" ? olga.actor.personId : "";
  await db().identity.update({
    where: { id: identityId },
    data: { ownerId, ownerState: "confirmed" },
  });
  const reason = "Nobody uses it any more";
  const { caseId } = await requestOffboarding(analyst, { identityId, reason });
  await advanceOffboarding(() => now);
  expect((await getCase(analyst, { caseId })).state).toBe("manual");
  return caseId;
}

async function taken(ctx: Context, caseId: string, proofId: string): Promise<Buffer> {
  const { chunks } = await downloadProof(ctx, { caseId, proofId });
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

describe("a file of proof", () => {
  test("comes back as it was given, to the owner too, and both are entries of the audit log", async () => {
    const caseId = await task();
    const { proofId, sha256 } = await attachProof(olga, {
      caseId,
      name: "Page 1.png",
      content: png,
    });
    expect(sha256).toBe(createHash("sha256").update(png).digest("hex"));
    for (const ctx of [olga, analyst, auditor])
      expect((await taken(ctx, caseId, proofId)).equals(png)).toBe(true);
    const { proofs, audit } = await getCase(auditor, { caseId });
    expect(proofs).toEqual([
      {
        id: proofId,
        name: "Page 1.png",
        mediaType: "image/png",
        bytes: png.length,
        sha256,
        attachedBy: "Test owner",
        at: now.toISOString(),
      },
    ]);
    const events = audit.map((line) => line.event);
    expect(events).toContain("offboarding.proof-attached");
    expect(events.filter((event) => event === "offboarding.proof-downloaded")).toHaveLength(3);
  });

  test("is out of reach for an owner of something else", async () => {
    const caseId = await task();
    const { proofId } = await attachProof(olga, { caseId, name: "a.png", content: png });
    await expect(taken(otto, caseId, proofId)).rejects.toMatchObject({ code: "not_found" });
    const other = attachProof(otto, { caseId, name: "b.txt", content: text("mine") });
    await expect(other).rejects.toMatchObject({ code: "not_found" });
    const elsewhere = taken(analyst, await task(), proofId);
    await expect(elsewhere).rejects.toMatchObject({ code: "not_found" });
    const reader = attachProof(auditor, { caseId, name: "b.txt", content: text("mine") });
    await expect(reader).rejects.toMatchObject({ code: "forbidden" });
  });

  test("is unreadable in the database, also after its key was sealed anew", async () => {
    const caseId = await task();
    const words = "role dropped in the console by Ann";
    const content = text(words);
    const { proofId } = await attachProof(analyst, { caseId, name: "log.txt", content });
    const before = await db().offboardingProof.findUniqueOrThrow({ where: { id: proofId } });
    expect(Buffer.from(before.content).includes(words.slice(0, 12))).toBe(false);
    await rotateKeys(personContext("admin"));
    const after = await db().offboardingProof.findUniqueOrThrow({ where: { id: proofId } });
    expect(after.sealedContentKey).not.toBe(before.sealedContentKey);
    expect((await taken(analyst, caseId, proofId)).toString()).toBe(words);
  });

  test("that was changed in the database is not given out", async () => {
    const caseId = await task();
    const { proofId } = await attachProof(analyst, { caseId, name: "a.png", content: png });
    await sql(
      "UPDATE offboarding_proof SET content = set_byte(content, 40, (get_byte(content, 40) + 1) % 256) WHERE id = $1",
      [proofId],
    );
    await expect(taken(analyst, caseId, proofId)).rejects.toThrow(/was damaged/);
  });

  test.each([
    ["is empty", Buffer.alloc(0), "invalid_input"],
    ["is an archive", text("PK\u0003\u0004\u0000"), "invalid_input"],
    ["is too large", Buffer.alloc(mostProofBytes + 1, "a"), "too_large"],
  ])("that %s is refused, and nothing is kept", async (_what, content, code) => {
    const caseId = await task();
    const refused = attachProof(analyst, { caseId, name: "proof.png", content });
    await expect(refused).rejects.toMatchObject({ code });
    expect((await getCase(analyst, { caseId })).proofs).toEqual([]);
  });

  test("is kept once, with no more than ten for a case, and none for a case that ended", async () => {
    const caseId = await task();
    const attached = await Promise.allSettled(
      Array.from({ length: mostProofs + 3 }, (_, n) =>
        attachProof(analyst, { caseId, name: `${n}.txt`, content: text(`step ${n}`) }),
      ),
    );
    expect(attached.filter((one) => one.status === "fulfilled")).toHaveLength(mostProofs);
    const second = await task();
    await attachProof(analyst, { caseId: second, name: "a.txt", content: text("once") });
    const again = attachProof(analyst, { caseId: second, name: "b.txt", content: text("once") });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    await cancelOffboarding(analyst, { caseId: second });
    const late = attachProof(analyst, { caseId: second, name: "c.txt", content: text("late") });
    await expect(late).rejects.toMatchObject({ code: "conflict" });
  });

  test("is part of the case's evidence pack, which verifies and notices a changed byte of it", async () => {
    const caseId = await task();
    const words = "Dropped at 10:14 UTC, ticket OPS-12";
    await attachProof(analyst, { caseId, name: "../OPS 12.txt", content: text(words) });
    const { packId } = await requestPack(auditor, {
      subject: "offboarding_case",
      subjectId: caseId,
    });
    expect(await makePack(packId, () => new Date())).toBe("done");
    const bytes = await downloaded(packId, auditor);
    const { publicKey } = await evidenceSigner();
    const check = (pack: Buffer) =>
      verifyPack(packOfBytes(pack), { trustedKeys: [publicKey] }, nodeWorld);
    expect((await check(bytes)).ok).toBe(true);
    const place = bytes.indexOf(words);
    expect(place).toBeGreaterThan(0);
    bytes.writeUInt8(bytes.readUInt8(place) + 1, place);
    const { ok, checks } = await check(bytes);
    expect(ok).toBe(false);
    expect(JSON.stringify(checks.filter((one) => !one.ok))).toContain("proof/file-01.txt");
  });
});
