import type { PoolClient } from "pg";
import { expect, it, vi } from "vitest";
import { db, inTransaction, pool, sql } from "@/lib/infra/db";
import { type FakeProvider, fakeUser } from "@/lib/testing/fake-provider";
import { connected, live, setUpQuickSync, sync } from "@/lib/testing/quick-sync";

setUpQuickSync();

/** Lets no page be written from the second request on until the last one was asked for. */
function holdWriting(provider: FakeProvider, last: string): { commits: () => number } {
  let holder: PoolClient | null = null;
  let commits = 0;
  provider.fault = async (stream, cursor) => {
    if (stream === "users" && cursor === "500") {
      holder = await pool().connect();
      await holder.query("BEGIN");
      await holder.query(
        "SELECT FROM sync_stream WHERE state IN ('pending', 'running') FOR UPDATE",
      );
    }
    if (stream === "users" && cursor === last) {
      await holder?.query("COMMIT");
      holder?.release();
    }
    if (stream === "keys" && cursor === "") {
      // Asked for ahead: the last users may still be on their way into the database.
      const where = { name: "users", state: { in: ["pending", "running"] } };
      const isWritten = async () => (await db().syncStream.count({ where })) === 0;
      await vi.waitUntil(isWritten, { timeout: 30_000 });
      const [seen] = await sql<{ n: number }>("SELECT count(*)::int AS n FROM sync_seen");
      commits = seen?.n ?? 0;
    }
    return null;
  };
  return { commits: () => commits };
}

it("writes pages together that came while another was written", async () => {
  const { provider, sourceId } = await connected(5_000, 1);
  await sync(sourceId);
  const { commits } = holdWriting(provider, "4500");
  const { run } = await sync(sourceId);
  expect(run).toMatchObject({ state: "succeeded", outcome: { unchanged: 10_000, missing: 0 } });
  expect(commits()).toBeGreaterThan(0);
  expect(commits()).toBeLessThan(5);
  const users = { runId_name: { runId: run.id, name: "users" } };
  const stream = await db().syncStream.findUniqueOrThrow({ where: users });
  expect(stream).toMatchObject({ state: "complete", pages: 10, records: 5_000 });
});

it("keeps the pages before one that the database refuses, and reads none after it", async () => {
  const { provider, sourceId } = await connected(3_000);
  await sync(sourceId);
  await inTransaction(async (client) => {
    await client.query("SET LOCAL ROLE NONE");
    await client.query("ALTER TABLE identity ADD CHECK (name <> 'poison') NOT VALID");
  });
  const rename = (id: string, name: string) => provider.users.set(id, fakeUser(id, { name }));
  rename("u-1400", "before");
  rename("u-1600", "poison");
  rename("u-2600", "after");
  holdWriting(provider, "2500");
  const { run } = await sync(sourceId);
  expect(run).toMatchObject({ state: "partial", error: { stream: "users" } });
  const named = async (name: string) => db().identity.count({ where: { sourceId, name } });
  expect([await named("before"), await named("poison"), await named("after")]).toEqual([1, 0, 0]);
  expect(await live(sourceId)).toBe(3_001);
  const users = { runId_name: { runId: run.id, name: "users" } };
  const stream = await db().syncStream.findUniqueOrThrow({ where: users });
  expect(stream).toMatchObject({ state: "failed", pages: 3, records: 1_500 });
});
