import { beforeAll, describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertRun, insertSource } from "@/lib/testing/factories";
import { fakeConnector } from "@/lib/testing/fake-connector";
import { fakeKey, fakeUser } from "@/lib/testing/fake-provider";
import { listFacets } from "../identities/list-facets";
import { listIdentities } from "../identities/list-identities";
import { scoreDue } from "../scoring/score-due";
import { connectorEntry, provideConnector } from "./connector-entries";
import { eraseSource, resumeRemovals } from "./erase-source";
import { getSource, listSources } from "./list-sources";
import { removeSource } from "./remove-source";
import { claimRun } from "./run-claim";

useDatabase();
beforeAll(() => provideConnector(fakeConnector));

const admin = () => personContext("admin");
const jobs = (sourceId: string) =>
  sql("SELECT 1 FROM pgboss.job WHERE name = 'remove-source' AND singleton_key = $1", [sourceId]);
const audits = (targetId: string) =>
  db().auditEvent.findMany({ where: { targetId }, orderBy: { seq: "asc" } });

async function filled(users: number) {
  expect(connectorEntry("fake").manifest.id).toBe("fake");
  const sourceId = await insertSource();
  const all = Array.from({ length: users }, (_, n) => n);
  await ingest(sourceId, [
    ...all.map((n) => fakeUser(`u-${n}`)),
    ...all.map((n) => fakeKey(`k-${n}`, `u-${n}`)),
  ]);
  await scoreDue(new Date());
  return sourceId;
}

describe("removing a source", () => {
  it("hides it at once from every list and figure, before anything is deleted", async () => {
    const other = await filled(3);
    const sourceId = await filled(2_500);
    const { name } = await db().source.findUniqueOrThrow({ where: { id: sourceId } });
    const runId = await insertRun(sourceId);
    await db().source.update({
      where: { id: sourceId },
      data: { sealedActions: "sealed", actionConfig: { since: "2026-01-01" } },
    });
    expect(await removeSource(admin(), { sourceId })).toEqual({ identities: 2_500 });
    expect(await db().identity.count({ where: { sourceId } })).toBe(2_500);
    const { items } = await listIdentities(admin(), {});
    expect(new Set(items.map((row) => row.source.id))).toEqual(new Set([other]));
    expect((await listFacets(admin(), {})).total).toBe(3);
    expect((await listFacets(admin(), { q: "user" })).total).toBe(3);
    const sources = await listSources(admin(), {});
    expect(sources.items.map((source) => source.id)).toEqual([other]);
    expect(sources.removing).toEqual([{ name, total: 2_500, done: 0 }]);
    await expect(getSource(admin(), { sourceId })).rejects.toMatchObject({ code: "not_found" });
    await expect(removeSource(admin(), { sourceId })).rejects.toMatchObject({ code: "not_found" });
    const run = await db().syncRun.findUniqueOrThrow({ where: { id: runId } });
    expect(run.state).toBe("cancelled");
    expect(await claimRun(runId, 1_000)).toBeNull();
    const source = await db().source.findUniqueOrThrow({ where: { id: sourceId } });
    expect(source).toMatchObject({ sealedSecrets: null, sealedActions: null, actionConfig: null });
    await scoreDue(new Date());
    expect(await db().identityRollup.count({ where: { sourceId } })).toBe(0);
  });

  it("deletes batch by batch, goes on after an end in the middle, and leaves an audit row each", async () => {
    const sourceId = await filled(2_500);
    await removeSource(admin(), { sourceId });
    expect(await jobs(sourceId)).toHaveLength(1);
    expect(await eraseSource(sourceId, { stop: AbortSignal.abort() })).toBe("continues");
    expect(await db().identity.count({ where: { sourceId } })).toBe(1_500);
    const { removing } = await listSources(admin(), {});
    expect(removing.map(({ total, done }) => ({ total, done }))).toContainEqual({
      total: 2_500,
      done: 1_000,
    });
    const both = await Promise.all([eraseSource(sourceId), eraseSource(sourceId)]);
    expect(both.filter((step) => step === "erased")).toHaveLength(1);
    for (const table of ["identity", "credential"])
      expect(await sql(`SELECT 1 FROM ${table} WHERE source_id = $1`, [sourceId])).toEqual([]);
    expect(await db().source.count({ where: { id: sourceId } })).toBe(0);
    expect(await audits(sourceId)).toMatchObject([
      {
        event: "source.removed",
        outcome: "done",
        actorType: "person",
        detail: { identities: 2_500 },
      },
      {
        event: "source.erased",
        outcome: "done",
        actorType: "system",
        detail: { identities: 2_500 },
      },
    ]);
    expect(await eraseSource(sourceId)).toBe("nothing");
  });

  it("is handed on when its job was lost, and not while one is waiting", async () => {
    const sourceId = await filled(1);
    await removeSource(admin(), { sourceId });
    await resumeRemovals();
    expect(await jobs(sourceId)).toHaveLength(1);
    await sql("DELETE FROM pgboss.job WHERE singleton_key = $1", [sourceId]);
    await resumeRemovals();
    expect(await jobs(sourceId)).toHaveLength(1);
  });

  it("frees the name for a new source", async () => {
    const sourceId = await filled(1);
    const { name } = await db().source.findUniqueOrThrow({ where: { id: sourceId } });
    await removeSource(admin(), { sourceId });
    await db().source.create({ data: { connectorId: "fake", name, config: {} } });
    expect((await listSources(admin(), {})).items.map((source) => source.name)).toContain(name);
  });
});
