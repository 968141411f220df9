import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { seal, sealedKeyId, unseal } from "@/lib/infra/encryption";
import { resetEnv } from "@/lib/infra/env";
import { ensureKeyRing, keyById, keyRing, newKey, writeKeyRing } from "@/lib/infra/keys";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { checkKeys } from "./check-keys";
import { rotateKeys } from "./rotate-keys";

useDatabase();
let folder: string;
const ids: string[] = [];
const place = (rowId: string) => ({ table: "source", column: "sealed_secrets", rowId });
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "muster-keys-"));
  delete process.env.MUSTER_KEYS;
  process.env.MUSTER_KEYS_FILE = path.join(folder, "keys.json");
  resetEnv();
  await ensureKeyRing(new Date());
  for (let n = 0; n < 30; n += 1) {
    const { id } = await db().source.create({
      data: { connectorId: "aws", name: `S${n}`, config: {} },
    });
    await db().source.update({
      where: { id },
      data: { sealedSecrets: await seal(`value ${n}`, place(id)) },
    });
    ids.push(id);
  }
});
afterAll(async () => {
  delete process.env.MUSTER_KEYS_FILE;
  await rm(folder, { recursive: true, force: true });
});

describe("key rotation", () => {
  it("seals every value anew, keeps each readable, and retires only what protects nothing", async () => {
    const first = (await keyRing()).keys.find((key) => key.purpose === "seal")?.id;
    const rotation = await rotateKeys(personContext("admin"));
    expect(rotation.resealed).toBe(30);
    expect(rotation.retiredKeyIds).toEqual([]);
    for (const [n, id] of ids.entries()) {
      const row = await db().source.findUniqueOrThrow({ where: { id } });
      expect(sealedKeyId(row.sealedSecrets ?? "")).toBe(rotation.newKeyIds[0]);
      expect(await unseal(row.sealedSecrets ?? "", place(id))).toBe(`value ${n}`);
    }
    const second = await rotateKeys(personContext("admin"));
    expect(second.retiredKeyIds).toEqual([first]);
  });

  it("refuses a value moved to another row", async () => {
    const row = await db().source.findUniqueOrThrow({ where: { id: ids[0] ?? "" } });
    await expect(unseal(row.sealedSecrets ?? "", place(ids[1] ?? ""))).rejects.toThrow(
      /belongs elsewhere/,
    );
  });

  it("is noticed at once by a process that still holds the old ring", async () => {
    const moment = path.join(folder, "rotated-elsewhere.json");
    const ring = await keyRing();
    const fresh = newKey("seal", new Date());
    await writeFile(moment, JSON.stringify({ ...ring, keys: [...ring.keys, fresh] }), {
      mode: 0o600,
    });
    await rename(moment, path.join(folder, "keys.json"));
    expect(await keyById(fresh.id)).toMatchObject({ id: fresh.id });
    await writeKeyRing(ring);
  });

  it("loses no key when two rotate at once: one of them is refused, and every value still opens", async () => {
    const before = (await keyRing()).keys.map((key) => key.id);
    const both = await Promise.allSettled([
      rotateKeys(personContext("admin")),
      rotateKeys(personContext("admin")),
    ]);
    const done = both.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(done).toHaveLength(1);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    });
    const gone = new Set(done.flatMap(({ retiredKeyIds }) => retiredKeyIds));
    const added = done.flatMap(({ newKeyIds }) => newKeyIds);
    const kept = before.filter((id) => !gone.has(id));
    expect((await keyRing()).keys.map((key) => key.id)).toEqual([...kept, ...added]);
    await expect(checkKeys()).resolves.toBeUndefined();
  });

  it("adds its keys to those that another process has written a moment ago", async () => {
    const ring = await keyRing();
    const theirs = newKey("seal", new Date());
    const written = JSON.stringify({ ...ring, keys: [...ring.keys, theirs] });
    await writeFile(path.join(folder, "keys.json"), written, { mode: 0o600 });
    await rotateKeys(personContext("admin"));
    expect((await keyRing()).keys.map((key) => key.id)).toContain(theirs.id);
  });

  it("refuses an analyst and changes nothing", async () => {
    const before = await keyRing();
    await expect(rotateKeys(personContext("analyst"))).rejects.toMatchObject({ code: "forbidden" });
    expect(await keyRing()).toEqual(before);
  });

  it("refuses to start when a value needs a key that is gone, and names both", async () => {
    const ring = await keyRing();
    const used = sealedKeyId((await db().source.findFirstOrThrow()).sealedSecrets ?? "");
    await writeKeyRing({ ...ring, keys: ring.keys.filter((key) => key.id !== used) });
    await expect(checkKeys()).rejects.toThrow(new RegExp(`${used}.*only has seal-`));
    await writeKeyRing(ring);
    await expect(checkKeys()).resolves.toBeUndefined();
  });
});
