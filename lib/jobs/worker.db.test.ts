import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { insertRun, insertSource } from "@/lib/testing/factories";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";

useDatabase();

const kills = Number(process.env.MUSTER_TEST_KILLS ?? 20);
const users = 10_000;
const seed = Number(process.env.MUSTER_TEST_SEED ?? Date.now() % 100_000);
const leaseMs = 900;

/** mulberry32: the same seed, the same kills. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const children = new Set<ChildProcess>();
const providers: FakeProvider[] = [];
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  for (const provider of providers) await provider.close();
});

/** A real worker process, ready to work. */
async function startWorker(lease = leaseMs): Promise<{ child: ChildProcess; log: string[] }> {
  const script = new URL("../testing/worker-with-fake.ts", import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", script, String(lease)],
    { env: { ...process.env, MUSTER_LOG_LEVEL: "info" }, stdio: ["ignore", "pipe", "pipe"] },
  );
  children.add(child);
  const log: string[] = [];
  child.stderr?.on("data", (chunk) => log.push(String(chunk)));
  child.stdout?.on("data", (chunk) => log.push(String(chunk)));
  const isReady = (): boolean => log.some((line) => line.includes("worker ready"));
  for (let waited = 0; !isReady(); waited += 20) {
    if (child.exitCode !== null || waited > 30_000) throw new Error(`no worker: ${log.join("")}`);
    await sleep(20);
  }
  return { child, log };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number> {
  const started = performance.now();
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
  children.delete(child);
  return performance.now() - started;
}

async function untilTerminal(runId: string, ms: number): Promise<string> {
  const deadline = Date.now() + ms;
  for (;;) {
    const { state } = await db().syncRun.findUniqueOrThrow({ where: { id: runId } });
    if (!["queued", "running"].includes(state) || Date.now() > deadline) return state;
    await sleep(100);
  }
}

describe("a worker that is killed in the middle of a sync (T01)", () => {
  it(`loses nothing, doubles nothing and marks nothing missing over ${kills} kills`, async () => {
    const random = randomFrom(seed);
    const provider = await startFakeProvider(users);
    providers.push(provider);
    provider.pageSize = 100;
    provider.fault = async () => {
      await sleep(60);
      return null;
    };
    const sourceId = await insertSource(provider.url);
    const runs = [await insertRun(sourceId)];
    let back = 0;
    let lastSeen = new Map<string, number>();
    for (let kill = 0; kill < kills; kill += 1) {
      const { child } = await startWorker();
      await sleep(100 + random() * 1_900);
      await end(child, "SIGKILL");
      const rows = await sql<{ id: string; at: Date }>(
        "SELECT id, last_seen_at AS at FROM identity WHERE source_id = $1",
        [sourceId],
      );
      back += rows.filter((row) => row.at.getTime() < (lastSeen.get(row.id) ?? 0)).length;
      lastSeen = new Map(rows.map((row) => [row.id, row.at.getTime()]));
      const state = await untilTerminal(runs.at(-1)!, 0);
      if (state === "succeeded") runs.push(await insertRun(sourceId));
    }
    const started = performance.now();
    const { child } = await startWorker();
    const state = await untilTerminal(runs.at(-1)!, 90_000);
    const finishMs = performance.now() - started;
    await end(child, "SIGTERM");
    const [found] = await sql<Record<string, number>>(
      `SELECT count(*) FILTER (WHERE stream = 'users')::int AS rows,
         count(DISTINCT external_id) FILTER (WHERE stream = 'users')::int AS distinct_rows,
         count(*) FILTER (WHERE missing_since IS NOT NULL)::int AS missing
       FROM identity WHERE source_id = $1`,
      [sourceId],
    );
    const ended = await db().syncRun.findMany({ where: { sourceId } });
    const table = {
      seed,
      kills,
      runs: runs.length,
      lost: users - found!.distinct_rows!,
      doubled: found!.rows! - found!.distinct_rows!,
      "marked missing": found!.missing,
      "last seen went back": back,
      "last run": state,
      "runs not ended": ended.filter((run) => run.finishedAt === null).length,
      "ms to the end after the last kill": Math.round(finishMs),
    };
    process.stdout.write(`T01 ${JSON.stringify(table)}\n`);
    expect(table).toMatchObject({
      lost: 0,
      doubled: 0,
      "marked missing": 0,
      "last seen went back": 0,
      "last run": "succeeded",
      "runs not ended": 0,
    });
  }, 400_000);

  it("is resumed within 60 s under the production lease", async () => {
    const provider = await startFakeProvider(2_000);
    providers.push(provider);
    provider.pageSize = 100;
    provider.fault = () => sleep(100).then(() => null);
    const runId = await insertRun(await insertSource(provider.url));
    const first = await startWorker(30_000);
    while ((await db().syncStream.count({ where: { runId, pages: { gt: 2 } } })) === 0)
      await sleep(50);
    await end(first.child, "SIGKILL");
    const killed = performance.now();
    const pages = async () =>
      (await db().syncStream.aggregate({ where: { runId }, _sum: { pages: true } }))._sum.pages;
    const before = await pages();
    const heir = await startWorker(30_000);
    while ((await pages()) === before) await sleep(100);
    const seconds = (performance.now() - killed) / 1000;
    process.stdout.write(`T01 resumed ${seconds.toFixed(1)} s after kill -9\n`);
    expect(seconds).toBeLessThan(60);
    await end(heir.child, "SIGTERM");
  }, 120_000);
});

describe("a worker that is asked to end", () => {
  it("ends within 30 s in the middle of a sync and hands the rest to the next one", async () => {
    const provider = await startFakeProvider(3_000);
    providers.push(provider);
    provider.pageSize = 100;
    provider.fault = () => sleep(150).then(() => null);
    const runId = await insertRun(await insertSource(provider.url));
    const first = await startWorker(30_000);
    while ((await db().syncStream.count({ where: { runId, pages: { gt: 2 } } })) === 0)
      await sleep(50);
    expect(await db().workerHeartbeat.count()).toBeGreaterThan(0);
    const ms = await end(first.child, "SIGTERM");
    expect(ms).toBeLessThan(30_000);
    const run = await db().syncRun.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({ state: "running", leaseUntil: null });
    const next = await startWorker(30_000);
    expect(await untilTerminal(runId, 60_000)).toBe("succeeded");
    await end(next.child, "SIGTERM");
  }, 120_000);
});
