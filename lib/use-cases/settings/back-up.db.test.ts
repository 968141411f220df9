import { mkdtemp, readFile, rm, truncate } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { seal, unseal } from "@/lib/infra/encryption";
import { personContext } from "@/lib/testing/context";
import { switchToEmptyDatabase, useDatabase } from "@/lib/testing/database";
import { backUp, restore } from "./back-up";

useDatabase();
const canary = ["open", "sesame", "77fd1c"].join("-");
let folder: string;
let sourceId: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "muster-backup-"));
  const source = await db().source.create({
    data: { connectorId: "aws", name: "Production", config: { account: "1" } },
  });
  sourceId = source.id;
  const sealedSecrets = await seal(canary, {
    table: "source",
    column: "sealed_secrets",
    rowId: sourceId,
  });
  await db().source.update({ where: { id: sourceId }, data: { sealedSecrets } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("backup and restore", () => {
  it("brings every row back into an empty database, opens sealed values, holds no secret itself", async () => {
    const file = path.join(folder, "one.muster");
    const written = await backUp(personContext("admin"), { file });
    expect(gunzipSync(await readFile(file)).includes(canary)).toBe(false);

    await switchToEmptyDatabase();
    const read = await restore(personContext("admin"), { file });
    expect(read).toEqual(written);
    const source = await db().source.findUniqueOrThrow({ where: { id: sourceId } });
    const place = { table: "source", column: "sealed_secrets", rowId: sourceId };
    expect(await unseal(source.sealedSecrets ?? "", place)).toBe(canary);
    const events = await db().auditEvent.findMany({ orderBy: { seq: "asc" } });
    expect(events.map((event) => event.event)).toEqual(["backup.restored"]);
  });

  it("refuses a database that is in use and names what to do", async () => {
    const file = path.join(folder, "two.muster");
    await backUp(personContext("admin"), { file });
    await expect(restore(personContext("admin"), { file })).rejects.toThrow(/already in use/);
  });

  it("leaves an empty database empty when the file was cut short", async () => {
    const file = path.join(folder, "three.muster");
    await backUp(personContext("admin"), { file });
    await truncate(file, 600);
    await switchToEmptyDatabase();
    await expect(restore(personContext("admin"), { file })).rejects.toThrow(/cut short/);
    expect(await db().source.count()).toBe(0);
  });

  it("leaves an empty database empty when the keys at hand do not open its values", async () => {
    const file = path.join(folder, "four.muster");
    await switchToEmptyDatabase();
    const source = await db().source.create({
      data: { connectorId: "aws", name: "Sealed elsewhere", config: {} },
    });
    const place = { table: "source", column: "sealed_secrets", rowId: source.id };
    const [head = "", ...rest] = (await seal(canary, place)).split(".");
    const header = JSON.parse(Buffer.from(head, "base64url").toString()) as object;
    const lost = Buffer.from(JSON.stringify({ ...header, kid: "seal-lost" })).toString("base64url");
    const sealedSecrets = [lost, ...rest].join(".");
    await db().source.update({ where: { id: source.id }, data: { sealedSecrets } });
    await backUp(personContext("admin"), { file });
    await switchToEmptyDatabase();
    await expect(restore(personContext("admin"), { file })).rejects.toThrow(
      /sealed with seal-lost .*nothing was changed/,
    );
    expect(await db().source.count()).toBe(0);
    expect(await db().auditEvent.count({ where: { event: "backup.restored" } })).toBe(0);
  });

  it("refuses an analyst and audits the attempt", async () => {
    const file = path.join(folder, "x");
    await expect(backUp(personContext("analyst"), { file })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
