import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import pg from "pg";
import { databaseUrl, sql } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeUser } from "@/lib/testing/fake-provider";
import { scoreDue } from "./score-due";

useDatabase();
const size = 2_600;

beforeAll(async () => {
  const sourceId = await insertSource();
  await ingest(
    sourceId,
    Array.from({ length: size }, (_none, n) => fakeUser(`u-${n}`)),
  );
  await scoreDue(new Date());
});

const strange = async (): Promise<string[]> =>
  (await sql<{ id: string }>("SELECT id FROM identity WHERE risk_score = 1 ORDER BY id")).map(
    ({ id }) => id,
  );

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(50);
  }
  throw new Error("did not happen in 30 s");
}

it("a sweep whose first chunk fails while the next is written does all of it again, and leaves none out", async () => {
  await sql("UPDATE identity SET risk_score = 1");
  await sql(`UPDATE setting SET value = value || '{"version": 0}' WHERE name = 'scoring.sweep'`);
  const [first, ...others] = await strange();
  expect(others).toHaveLength(size - 1);
  const holder = new pg.Client({ connectionString: databaseUrl() });
  await holder.connect();
  try {
    await holder.query("BEGIN");
    await holder.query("SELECT 1 FROM identity WHERE id = $1 FOR UPDATE", [first]);
    const scoring = scoreDue(new Date()).then(() => "done", String);
    await until(async () => ((await strange()).length < size ? true : undefined));
    const pid = await until(async () => {
      const { rows } = await holder.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE identity t%'",
      );
      return rows[0]?.pid;
    });
    await holder.query("SELECT pg_cancel_backend($1)", [pid]);
    expect(await scoring).toContain("canceling statement");
  } finally {
    await holder.end();
  }
  expect((await strange()).length).toBeGreaterThanOrEqual(500);
  await scoreDue(new Date());
  expect(await strange()).toEqual([]);
});
