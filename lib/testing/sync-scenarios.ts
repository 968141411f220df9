import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { db, sql } from "../infra/db";
import { openQueue } from "../infra/queue";
import { schedule } from "../jobs/schedule";
import { claimRun, fenced, LostClaim } from "../use-cases/sources/run-claim";
import { insertRun, insertSource } from "./factories";
import { type FakeProvider, startFakeProvider } from "./fake-provider";
import {
  endWorker,
  randomFrom,
  startWorkerProcess,
  until,
  untilTerminal,
} from "./worker-processes";

const leaseMs = 900;

async function slowProvider(users: number, pageSize: number, ms: number): Promise<FakeProvider> {
  const provider = await startFakeProvider(users);
  provider.pageSize = pageSize;
  provider.fault = () => sleep(ms).then(() => null);
  return provider;
}

/** T01: workers are killed at random moments of a sync, each followed by a new one. */
export async function killWorkersMidSync(sizes: { kills: number; users: number; seed: number }) {
  const { kills, users, seed } = sizes;
  const random = randomFrom(seed);
  const provider = await slowProvider(users, 100, 60);
  const sourceId = await insertSource(provider.url);
  const runs = [await insertRun(sourceId)];
  let back = 0;
  let lastSeen = new Map<string, number>();
  for (let kill = 0; kill < kills; kill += 1) {
    const child = await startWorkerProcess(leaseMs);
    await sleep(100 + random() * 1_900);
    await endWorker(child, "SIGKILL");
    const rows = await sql<{ id: string; at: Date }>(
      "SELECT id, last_seen_at AS at FROM identity WHERE source_id = $1",
      [sourceId],
    );
    back += rows.filter((row) => row.at.getTime() < (lastSeen.get(row.id) ?? 0)).length;
    lastSeen = new Map(rows.map((row) => [row.id, row.at.getTime()]));
    const state = await untilTerminal(runs.at(-1) ?? "", 0);
    if (state === "succeeded") runs.push(await insertRun(sourceId));
  }
  const started = performance.now();
  const child = await startWorkerProcess(leaseMs);
  const state = await untilTerminal(runs.at(-1) ?? "", 90_000);
  const finishMs = performance.now() - started;
  await endWorker(child, "SIGTERM");
  await provider.close();
  const [found] = await sql<{ rows: number; distinct_rows: number; missing: number }>(
    `SELECT count(*) FILTER (WHERE stream = 'users')::int AS rows,
       count(DISTINCT external_id) FILTER (WHERE stream = 'users')::int AS distinct_rows,
       count(*) FILTER (WHERE missing_since IS NOT NULL)::int AS missing
     FROM identity WHERE source_id = $1`,
    [sourceId],
  );
  const ended = await db().syncRun.findMany({ where: { sourceId } });
  return {
    seed,
    kills,
    runs: runs.length,
    lost: users - (found?.distinct_rows ?? 0),
    doubled: (found?.rows ?? 0) - (found?.distinct_rows ?? 0),
    "marked missing": found?.missing,
    "last seen went back": back,
    "last run": state,
    "runs not ended": ended.filter((run) => run.finishedAt === null).length,
    "ms to the end after the last kill": Math.round(finishMs),
  };
}

/** T02: a run is claimed anew while its first worker sleeps; counts the late writes that got through. */
export async function writeWithLostClaims(rounds: number) {
  const sourceId = await insertSource();
  let accepted = 0;
  let refused = 0;
  for (let round = 0; round < rounds; round += 1) {
    const runId = await insertRun(sourceId);
    const zombie = await claimRun(runId, 30_000);
    await sql("UPDATE sync_run SET lease_until = now() - interval '1 s' WHERE id = $1", [runId]);
    const heir = await claimRun(runId, 30_000);
    if (!zombie || !heir) throw new Error("The run could not be claimed");
    const write = async (): Promise<void> => {
      accepted += 1;
    };
    await fenced(zombie, write).catch((error: unknown) => {
      if (!(error instanceof LostClaim)) throw error;
      refused += 1;
    });
    await fenced(heir, (client) =>
      client.query("UPDATE sync_run SET state = 'cancelled' WHERE id = $1", [runId]),
    );
  }
  return { rounds, accepted, refused };
}

/** T07: many jobs, several workers, some of them killed: every effect happens once, nothing is stuck. */
export async function killWorkersUnderJobs(sizes: {
  jobs: number;
  workers: number;
  kills: number;
  seed: number;
}) {
  const { jobs, workers, kills, seed } = sizes;
  const random = randomFrom(seed);
  const users = 30;
  const provider = await slowProvider(users, 10, 20);
  const runs: string[] = [];
  for (let job = 0; job < jobs; job += 1)
    runs.push(await insertRun(await insertSource(provider.url)));
  const start = (): Promise<ChildProcess> => startWorkerProcess(leaseMs);
  const alive = await Promise.all(Array.from({ length: workers }, start));
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep(100 + random() * 900);
    const [victim] = alive.splice(Math.floor(random() * alive.length), 1);
    if (victim) await endWorker(victim, "SIGKILL");
    alive.push(await start());
  }
  await until("every run has ended", 120_000 + jobs * 200, async () => {
    const left = await db().syncRun.count({ where: { id: { in: runs }, finishedAt: null } });
    return left === 0;
  });
  const active = (): Promise<{ n: number }[]> =>
    sql(
      "SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'sync-source' AND state = 'active'",
    );
  await until("no job is stuck", 120_000, async () => (await active())[0]?.n === 0);
  for (const worker of alive) await endWorker(worker, "SIGTERM");
  await provider.close();
  const ended = await db().syncRun.findMany({ where: { id: { in: runs } } });
  const created = (outcome: unknown): number => Number((outcome as { created?: number }).created);
  return {
    seed,
    jobs,
    kills,
    succeeded: ended.filter((run) => run.state === "succeeded").length,
    // A page that was committed twice would have found its rows already there, or counted them again.
    "not exactly once": ended.filter((run) => created(run.outcome) !== users).length,
    stuck: (await active())[0]?.n,
  };
}

/**
 * T08: several schedulers at once; how often a line of the schedule fired, and how often beyond once
 * for each minute that began. A tick late in its minute makes its job in the next one.
 */
export async function runSchedulers(sizes: { instances: number; ticks: number }) {
  const { instances, ticks } = sizes;
  const name = "start-due-syncs";
  const from = new Date();
  const opened = await Promise.all(Array.from({ length: instances }, () => openQueue("worker")));
  try {
    for (const queue of opened) {
      queue.on("error", () => undefined);
      for (const line of schedule) await queue.schedule(line.name, line.cron, line.data);
    }
    const fired = (): Promise<{ at: Date }[]> =>
      sql(
        "SELECT created_on AS at FROM pgboss.job WHERE name = $1 AND created_on >= $2 ORDER BY 1",
        [name, from],
      );
    await until(
      `${ticks} ticks`,
      (ticks + 2) * 60_000,
      async () => (await fired()).length >= ticks,
    );
    // A second firing of the last tick would come from another instance's next look at the clock.
    await sleep(35_000);
    const all = await fired();
    const minuteOf = (time: Date): number => Math.floor(time.getTime() / 60_000);
    const beyond = all.map(({ at }, before) => before - (minuteOf(at) - minuteOf(from)));
    return { instances, ticks: all.length, "fired more than once": Math.max(0, ...beyond) };
  } finally {
    for (const queue of opened) await queue.stop({ graceful: false });
  }
}
