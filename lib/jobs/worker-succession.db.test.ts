import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { insertRun, insertSource } from "@/lib/testing/factories";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { minutes, sizes } from "@/lib/testing/long-run";
import { writeWithLostClaims } from "@/lib/testing/sync-scenarios";
import {
  endWorker,
  killWorkers,
  startWorkerProcess,
  untilTerminal,
} from "@/lib/testing/worker-processes";

useDatabase();

const providers: FakeProvider[] = [];
// A worker that a failed test left behind would take the runs of the next one.
afterEach(async () => {
  killWorkers();
  for (const provider of providers.splice(0)) await provider.close();
});

async function slowSource(users: number, ms: number): Promise<string> {
  const provider = await startFakeProvider(users);
  providers.push(provider);
  provider.pageSize = 100;
  provider.fault = () => sleep(ms).then(() => null);
  return insertSource(provider.url);
}

const isUnderWay = async (runId: string): Promise<boolean> =>
  (await db().syncStream.count({ where: { runId, pages: { gt: 2 } } })) > 0;

describe("a worker that is killed in the middle of a sync (T01)", () => {
  it("is resumed within 60 s under the production lease", async () => {
    const runId = await insertRun(await slowSource(2_000, 100));
    const first = await startWorkerProcess(30_000);
    while (!(await isUnderWay(runId))) await sleep(50);
    await endWorker(first, "SIGKILL");
    const killed = performance.now();
    const pages = async () =>
      (await db().syncStream.aggregate({ where: { runId }, _sum: { pages: true } }))._sum.pages;
    const before = await pages();
    const heir = await startWorkerProcess(30_000);
    while ((await pages()) === before) await sleep(100);
    const seconds = (performance.now() - killed) / 1000;
    process.stdout.write(`T01 resumed ${seconds.toFixed(1)} s after kill -9\n`);
    expect(seconds).toBeLessThan(60);
    await endWorker(heir, "SIGTERM");
  }, 300_000);
});

describe("a worker that lost its claim while it slept (T02)", () => {
  it(
    `has none of its writes accepted in ${sizes.rounds} rounds`,
    async () => {
      const { rounds, accepted, refused } = await writeWithLostClaims(sizes.rounds);
      expect({ accepted, refused }).toEqual({ accepted: 0, refused: rounds });
    },
    minutes(5),
  );
});

describe("a worker that is asked to end (T10)", () => {
  it("ends within 30 s in the middle of a sync and hands the rest to the next one", async () => {
    const runId = await insertRun(await slowSource(3_000, 150));
    const first = await startWorkerProcess(30_000);
    while (!(await isUnderWay(runId))) await sleep(50);
    expect(await db().workerHeartbeat.count()).toBeGreaterThan(0);
    const ms = await endWorker(first, "SIGTERM");
    expect(ms).toBeLessThan(30_000);
    const run = await db().syncRun.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({ state: "running", leaseUntil: null });
    const next = await startWorkerProcess(30_000);
    expect(await untilTerminal(runId, 120_000)).toBe("succeeded");
    await endWorker(next, "SIGTERM");
  }, 300_000);
});
