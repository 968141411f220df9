import { expect, it } from "vitest";
import { db, pool, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { fakeKey, fakeUser } from "@/lib/testing/fake-provider";
import { connected, setUpQuickSync, sync } from "@/lib/testing/quick-sync";
import { confirmRemovals } from "../sources/confirm-removals";
import { loadDue } from "./load-subjects";
import { scoreDue } from "./score-due";

setUpQuickSync();

const keysOf = async (sourceId: string, externalId: string) =>
  (await db().identity.findFirstOrThrow({ where: { sourceId, externalId } })).credentialCount;

it("scores an identity again that a held run had queued, when its removals are confirmed after it was scored", async () => {
  const { provider, sourceId } = await connected(100, 1);
  await sync(sourceId);
  await scoreDue(new Date());
  for (let n = 0; n < 50; n += 1) {
    provider.users.delete(`u-${n}`);
    provider.keys.delete(`k-${n}-0`);
  }
  provider.users.set("u-60", fakeUser("u-60", { description: "changed by the same run" }));
  provider.keys.delete("k-60-0");
  const { runId, run } = await sync(sourceId);
  expect(run.state).toBe("waiting_for_person");
  await scoreDue(new Date());
  expect(await keysOf(sourceId, "u-60")).toBe(1);
  const admin = personContext("admin");
  await confirmRemovals(admin, { runId, decision: "confirm" });
  await scoreDue(new Date());
  expect(await keysOf(sourceId, "u-60")).toBe(0);
});

it("leaves what a run under way has queued to the end of the run when a weekly reading comes by", async () => {
  const { provider, sourceId } = await connected(3, 1);
  await sync(sourceId);
  await scoreDue(new Date());
  provider.users.set("u-1", fakeUser("u-1", { description: "changed on the first page" }));
  provider.keys.set("k-1-1", fakeKey("k-1-1", "u-1"));
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  provider.fault = async (stream) => {
    if (stream !== "keys") return null;
    ask();
    await released;
    return null;
  };
  const under = sync(sourceId);
  await asked;
  const queued = () =>
    sql<{ id: string; scored_at: Date }>(
      `SELECT i.external_id AS id, q.scored_at FROM identity i
       JOIN identity_scoring q ON q.identity_id = i.id JOIN sync_run r ON r.id = q.queued_by
       WHERE i.source_id = $1 AND r.state = 'running' AND q.rescore_at <= now()`,
      [sourceId],
    );
  await expect.poll(async () => (await queued()).map(({ id }) => id)).toEqual(["u-1"]);
  const before = await queued();
  await scoreDue(new Date(Date.now() + 8 * 86_400_000));
  expect(await queued()).toEqual(before);
  release();
  expect((await under).run.state).toBe("succeeded");
  await scoreDue(new Date());
  expect(await keysOf(sourceId, "u-1")).toBe(2);
});

it("passes over what a run under way has queued, however much comes before what is due", async () => {
  const large = await connected(400, 1);
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  large.provider.fault = async (stream) => {
    if (stream !== "keys") return null;
    ask();
    await released;
    return null;
  };
  const under = sync(large.sourceId);
  await asked;
  const queued = () =>
    sql(
      "SELECT 1 FROM identity_scoring q JOIN sync_run r ON r.id = q.queued_by AND r.state = 'running'",
    );
  await expect.poll(async () => (await queued()).length).toBe(400);
  const small = await connected(3);
  await sync(small.sourceId);
  const client = await pool().connect();
  try {
    const chunk = await loadDue([client], new Date(Date.now() + 1), null, 50);
    const sources = [...chunk.subjects].map((due) => due.sourceId);
    expect(sources).toEqual(Array(sources.length).fill(small.sourceId));
    expect(sources.length).toBeGreaterThanOrEqual(3);
  } finally {
    client.release();
    release();
  }
  expect((await under).run.state).toBe("succeeded");
});
