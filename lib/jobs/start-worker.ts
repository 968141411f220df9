import { setTimeout as sleep } from "node:timers/promises";
import { closeDb } from "@/lib/infra/db";
import { logger } from "@/lib/infra/logger";
import { type JobName, jobNames, openQueue } from "@/lib/infra/queue";
import { openEnvironmentMail } from "@/lib/use-cases/notices/environment-mail";
import { checkKeys } from "@/lib/use-cases/settings/check-keys";
import { resumePacks } from "@/lib/use-cases/evidence/resume-packs";
import { syncDefaults, type SyncOptions } from "@/lib/use-cases/sources/run-sync";
import { resumeRemovals } from "@/lib/use-cases/sources/erase-source";
import { resumeAbandonedRuns } from "@/lib/use-cases/sources/start-due-syncs";
import { handlers, type HandlerWorld } from "./handlers/index";
import { createHeartbeat } from "./heartbeat";
import { schedule } from "./schedule";
import { createTroubleLog } from "./trouble-log";

export interface WorkerOptions {
  sync?: SyncOptions;
  sweepMs?: number;
  beatMs?: number;
}

const drainMs = 25_000;
/** Several sources are read at the same time; a receiver that hangs holds up no other; scoring is one at a time. */
const concurrency: Partial<Record<JobName, number>> = { "sync-source": 3, "deliver-notices": 2 };

/** Works on jobs until `stop` is called, which lets the pages under way end and hands the rest back. */
export async function startWorker(options: WorkerOptions = {}): Promise<() => Promise<void>> {
  const { sync = syncDefaults, sweepMs = 10_000, beatMs = 10_000 } = options;
  const ending = new AbortController();
  const world: HandlerWorld = { stop: ending.signal, sync };
  const boss = await openQueue("worker");
  boss.on(
    "error",
    createTroubleLog((found) => logger.warn(found, "queue")),
  );
  for (const { name, cron, data } of schedule) await boss.schedule(name, cron, data);
  for (const name of jobNames) {
    const localConcurrency = concurrency[name] ?? 1;
    const work = { batchSize: 1, pollingIntervalSeconds: 0.5, localConcurrency };
    await boss.work(name, work, async ([job]) => {
      if (job) await runJob(name, job.data, world);
    });
  }
  const heartbeat = createHeartbeat();
  const everyBeat = repeat(beatMs, () => heartbeat.beat());
  const everySweep = repeat(sweepMs, async () => {
    await resumeAbandonedRuns();
    await resumeRemovals();
    await resumePacks();
  });
  logger.info({ pid: process.pid }, "worker ready");
  return async () => {
    ending.abort();
    clearInterval(everyBeat);
    clearInterval(everySweep);
    await boss.stop({ graceful: true, timeout: drainMs });
    await heartbeat.end().catch(() => undefined);
    await closeDb();
    logger.info({ pid: process.pid }, "worker ended");
  };
}

async function runJob(name: JobName, data: unknown, world: HandlerWorld): Promise<void> {
  try {
    await handlers[name](data as never, world);
  } catch (error) {
    logger.error({ err: error, job: name }, "job failed; the queue tries again");
    throw error;
  }
}

/** Now and then again: a failure (the database is away) is logged, and the next turn tries again. */
function repeat(ms: number, work: () => Promise<unknown>): NodeJS.Timeout {
  const turn = (): void => {
    work().catch((error: unknown) => logger.warn({ err: error }, "worker upkeep failed"));
  };
  turn();
  return setInterval(turn, ms);
}

/** Starts a worker that ends on SIGTERM or SIGINT; used by every entry script. */
export async function runWorkerProcess(options: WorkerOptions = {}): Promise<void> {
  await checkKeys();
  await openEnvironmentMail(new Date());
  const stop = await startWorker(options);
  const end = (): void => {
    void Promise.race([stop(), sleep(30_000)]).finally(() => process.exit(0));
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
}
