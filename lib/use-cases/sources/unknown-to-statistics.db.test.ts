import pg from "pg";
import { expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { fakeKey, fakeUser } from "@/lib/testing/fake-provider";
import { loopsOver, plansOf } from "@/lib/testing/plans";
import { connected, setUpQuickSync, sync } from "@/lib/testing/quick-sync";
import { scoreDue } from "../scoring/score-due";

setUpQuickSync();

/** What has as many rows as a source has entries. */
const lists = new Set([
  "identity",
  "identity_scoring",
  "credential",
  "access_grant",
  "trust",
  "sync_seen",
  "sync_removal",
  "Function Scan",
]);

/** It begins with the candidates that are gone, and those are few. */
const beginsWithFew = "DELETE FROM owner_candidate";

async function loopsOf(work: () => Promise<unknown>) {
  const plans = await plansOf(work);
  const loops = loopsOver(plans, lists).filter((text) => !text.includes(beginsWithFew));
  return { plans, loops };
}

async function analyzed(): Promise<void> {
  const owner = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await owner.connect();
  // Else autovacuum may come to know the second source before this test is done with it.
  for (const table of ["identity", "identity_scoring", "credential"])
    await owner.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
  await owner.query("ANALYZE");
  await owner.end();
}

const syncAndScore = (sourceId: string) => async (): Promise<void> => {
  const { run } = await sync(sourceId);
  expect(run.state).toBe("succeeded");
  await scoreDue(new Date());
};

it("looks up each record of a source that statistics do not know", async () => {
  const large = await connected(4_000, 1);
  await syncAndScore(large.sourceId)();
  await analyzed();
  const { provider, sourceId } = await connected(700, 1);
  expect((await loopsOf(syncAndScore(sourceId))).loops).toEqual([]);
  for (const n of [3, 300, 600]) {
    provider.users.set(`u-${n}`, fakeUser(`u-${n}`, { status: "disabled" }));
    provider.keys.set(`k-${n}-0`, fakeKey(`k-${n}-0`, `u-${n}`, { status: "disabled" }));
  }
  provider.users.delete("u-5");
  provider.keys.delete("k-5-0");
  const { plans, loops } = await loopsOf(syncAndScore(sourceId));
  expect(loops).toEqual([]);
  // The look-ups were there to be judged, and the source was unknown until the end.
  expect(plans.some(({ statement }) => statement.includes("INSERT INTO sync_seen"))).toBe(true);
  expect(
    await sql(
      `SELECT 1 FROM pg_stats WHERE tablename = 'credential' AND attname = 'source_id'
       AND $1 = ANY(most_common_vals::text::text[])`,
      [sourceId],
    ),
  ).toEqual([]);
});
