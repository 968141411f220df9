import { db, inTransaction, sql } from "@/lib/infra/db";
import { enqueueOn } from "@/lib/infra/queue";
import { logger } from "@/lib/infra/logger";
import { abandonedRuns } from "./run-claim";
import { startRun } from "./start-run";

/**
 * Starts a run for every source whose time has come; returns how many. A source under way is left
 * alone. One that cannot be started stays due, and does not keep the others waiting.
 */
export async function startDueSyncs(now: Date): Promise<number> {
  const due = await sql<{ id: string }>(
    "SELECT id FROM source WHERE next_sync_at <= $1 AND sync_every_minutes IS NOT NULL ORDER BY next_sync_at",
    [now.toISOString()],
  );
  let started = 0;
  for (const { id } of due) {
    try {
      if (await startDue(id, now)) started += 1;
    } catch (error) {
      logger.error({ err: error, sourceId: id }, "a due sync could not be started; it stays due");
    }
  }
  return started;
}

/** Its next time comes with its run or not at all. False when another sweep was first. */
const startDue = (sourceId: string, now: Date): Promise<boolean> =>
  db().$transaction(async (tx) => {
    const advanced = await tx.$executeRaw`
      UPDATE source SET next_sync_at = ${now}::timestamptz + make_interval(mins => sync_every_minutes)
      WHERE id = ${sourceId}::uuid AND next_sync_at <= ${now} AND sync_every_minutes IS NOT NULL`;
    if (advanced > 0) await startRun(tx, sourceId, "schedule");
    return advanced > 0;
  });

/** Hands on the runs whose worker died: within the lease and one sweep. */
export async function resumeAbandonedRuns(): Promise<number> {
  const runs = await abandonedRuns();
  for (const runId of runs) {
    await inTransaction((client) =>
      enqueueOn(client, "sync-source", { runId }, { singletonKey: runId }),
    );
  }
  if (runs.length > 0) logger.info({ runs: runs.length }, "runs without a worker were handed on");
  return runs.length;
}
