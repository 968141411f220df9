import { globSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { appendAudit } from "@/lib/infra/audit-chain";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import type { Context } from "../context";
import { listAuditEvents } from "./list-audit-events";
import { nameTargets } from "./name-targets";
import { targetTables } from "./target-tables";

useDatabase();

const now = new Date("2026-11-21T12:00:00.000Z");
const auditor = personContext("auditor", { now });
const nobody = "00000000-0000-7000-8000-00000000dead";
let sourceIds: string[] = [];
let personId = "";

beforeAll(async () => {
  const seeded = await seedIdentities(3, { now, sources: 2 });
  sourceIds = seeded.sourceIds;
  personId = seeded.personIds[0] ?? "";
});

const about = (
  targetType: string | null,
  targetId: string | null,
  detail: { [key: string]: string } = {},
) => ({ seq: "1", targetType, targetId, detail });
const named = async (ctx: Context, ...of: Parameters<typeof about>) =>
  (await nameTargets(ctx, [about(...of)])).targets["1"];

describe("what an entry of the audit log is about", () => {
  it("is called as the entry recorded it, beside its name of today", async () => {
    const [id = ""] = sourceIds;
    await sql("UPDATE source SET name = 'Renamed' WHERE id = $1", [id]);
    expect(await named(auditor, "source", id, { name: "As it was" })).toEqual({
      word: "Source",
      name: "As it was",
      under: "now Renamed",
      href: `/sources/${id}`,
      isGone: false,
    });
    expect(await named(auditor, "source", id)).toMatchObject({ name: "Renamed", under: null });
  });

  it("is said to be gone, and leads nowhere, when it is not there any more", async () => {
    const [, id = ""] = sourceIds;
    await sql("UPDATE source SET removed_at = now() WHERE id = $1", [id]);
    const gone = { href: null, isGone: true, under: null };
    expect(await named(auditor, "source", id, { name: "Was" })).toMatchObject({
      ...gone,
      name: "Was",
    });
    expect(await named(auditor, "identity", nobody)).toMatchObject({ ...gone, name: null });
  });

  it("is a person by name and address for whoever may read people, and for nobody else", async () => {
    const [person] = await sql<{ name: string; email: string }>(
      "SELECT name, email FROM person WHERE id = $1",
      [personId],
    );
    const found = await named(auditor, "person", personId);
    expect(found).toMatchObject({ name: person?.name, under: person?.email, isGone: false });
    expect(found?.href).toContain(encodeURIComponent(person?.email ?? "-"));
    const { actor } = auditor;
    if (actor.type !== "person") throw new Error("an auditor is a person");
    const scoped = {
      ...auditor,
      actor: { ...actor, type: "token", tokenId: nobody, scopes: ["audit:read"] },
    };
    const mentioned = [about("team", nobody, { ownerId: personId })];
    expect((await nameTargets(scoped as Context, mentioned)).mentioned).toEqual({});
    expect(await named(scoped as Context, "person", personId)).toEqual({
      word: "Person",
      name: null,
      under: null,
      href: null,
      isGone: false,
    });
  });

  it("mentions by name whom and what its detail has the ids of, and no other ids", async () => {
    const [identity] = await sql<{ id: string; name: string; source: string }>(
      `SELECT i.id, i.name, s.name AS source FROM identity i JOIN source s ON s.id = i.source_id
       WHERE s.removed_at IS NULL LIMIT 1`,
    );
    const detail = { ownerId: personId, managerId: nobody, runId: personId, reason: "because" };
    const bulk = { ...about("identity", null), detail: { ids: [identity?.id ?? "", nobody] } };
    const { mentioned } = await nameTargets(auditor, [about("team", nobody, detail), bulk]);
    expect(new Set(Object.keys(mentioned))).toEqual(new Set([personId, identity?.id]));
    expect(mentioned[identity?.id ?? ""]).toBe(`${identity?.name}, ${identity?.source}`);
    const other = await nameTargets(auditor, [about("team", nobody, { runId: personId })]);
    expect(other.mentioned).toEqual({});
  });

  it("is looked up for every type of which an entry can be, all in one statement", async () => {
    const subjects = Object.keys(targetTables).map((type, seq) => ({
      ...about(type, nobody),
      seq: String(seq),
    }));
    const answers = Object.values((await nameTargets(auditor, subjects)).targets);
    const kept = Object.values(targetTables).filter(({ from }) => from !== null);
    expect(answers.filter(({ isGone }) => isGone)).toHaveLength(kept.length);
    const files = globSync("lib/use-cases/**/*.ts").filter(
      (file) => !/\.test\.ts$|\/testing\//.test(file),
    );
    const types = files.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/targetType(?:: |: [^"]+ \? )"([^"]+)"/g)].map(
        ([, type]) => type,
      ),
    );
    expect(new Set(types).size).toBeGreaterThan(20);
    expect(types.filter((type) => !Object.hasOwn(targetTables, type ?? ""))).toEqual([]);
  });

  it("leads only to pages that there are", () => {
    const pages = globSync("app/(dashboard)/**/page.tsx").map((file) =>
      file
        .replace("app/(dashboard)", "")
        .replaceAll(/\/\([^)]+\)/g, "")
        .replace("/page.tsx", ""),
    );
    for (const [type, { href }] of Object.entries(targetTables)) {
      const path = href?.("ID", "ID").split("?")[0];
      if (path === undefined) continue;
      const isThere = pages.some((page) => page.replaceAll(/\[[^\]]+\]/g, "ID") === path);
      expect(isThere, `${type} at ${path}`).toBe(true);
    }
  });

  it("leaves an entry about nothing, or about what no version knows, as it is", async () => {
    expect(await named(auditor, null, null)).toBeUndefined();
    expect(await named(auditor, "of_an_earlier_version", "x")).toMatchObject({
      word: "of_an_earlier_version",
      name: "x",
      href: null,
    });
    await expect(nameTargets(personContext("analyst"), [])).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

it("asked for an event that was refused, the log finds the attempts at it", async () => {
  const entries = [
    ["source.added", "done"],
    ["source.add", "refused"],
    ["source.add", "failed"],
    ["source.remove", "refused"],
  ] as const;
  for (const [event, outcome] of entries) {
    const nothing = { actorId: null, targetType: null, targetId: null, requestId: null, ip: null };
    const by = { actorType: "person", actorName: "Ada" };
    await db().$transaction((tx) =>
      appendAudit(tx, { at: now, ...by, ...nothing, event, outcome, detail: {} }),
    );
  }
  const found = async (input: Parameters<typeof listAuditEvents>[1]) =>
    (await listAuditEvents(auditor, input)).items.map(
      ({ event, outcome }) => `${event} ${outcome}`,
    );
  expect(await found({ event: "source.added" })).toEqual(["source.added done"]);
  expect(await found({ event: "source.added", outcome: "refused" })).toEqual([
    "source.add refused",
  ]);
  expect(await found({ event: "source.added", outcome: "failed" })).toEqual(["source.add failed"]);
  expect(await found({ event: "source", outcome: "refused" })).toHaveLength(2);
});
