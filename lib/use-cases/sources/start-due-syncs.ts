import { db, inTransaction, sql } from "@/lib/infra/db";
import { enqueueOn } from "@/lib/infra/queue";
import { logger } from "@/lib/infra/logger";
import { abandonedRuns } from "./run-claim";
import { startRun } from "./start-run";

/** Starts a run for every source whose time has come. A source under way is left alone. */
export async function startDueSyncs(now: Date): Promise<number> {
  const due = await sql<{ id: string }>(
    `UPDATE source SET next_sync_at = $1::timestamptz + make_interval(mins => sync_every_minutes)
     WHERE next_sync_at <= $1 AND sync_every_minutes IS NOT NULL RETURNING id`,
    [now.toISOString()],
  );
  for (const { id } of due) await db().$transaction((tx) => startRun(tx, id, "schedule"));
  return due.length;
}

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
