import type { PoolClient } from "pg";
import type { IngestBatch } from "./batch";
import { insertRows } from "./bulk-sql";

/**
 * Queues the identities of a query with a column `id` for scoring. No scoring takes off the queue
 * what a run has put there while it goes on, so what the run (an expression, or NULL) has queued
 * once needs no second write.
 */
export const queueSql = (ids: string, run: string): string => `
  INSERT INTO identity_scoring AS q (identity_id, rescore_at, queued_by)
  SELECT due.id, clock_timestamp(), ${run} FROM (${ids}) AS due ORDER BY due.id
  ON CONFLICT (identity_id) DO UPDATE
    SET rescore_at = excluded.rescore_at, queued_by = excluded.queued_by
    WHERE ${run} IS NULL OR q.queued_by IS DISTINCT FROM ${run}`;

/** True for a row of the queue that is not left to the end of a run under way. */
export const freeOfRuns = (row: string): string =>
  `(${row}.queued_by IS NULL OR ${row}.queued_by <> ALL (ARRAY(SELECT id FROM sync_run WHERE state = 'running')))`;

/** Queues identities for scoring, in the caller's transaction. */
export async function queueScoring(
  client: PoolClient,
  runId: string | null,
  identityIds: Iterable<string>,
): Promise<void> {
  const list = [...new Set(identityIds)];
  if (list.length === 0) return;
  await client.query(queueSql("SELECT unnest($1::uuid[]) AS id", "$2::uuid"), [list, runId]);
}

const queueColumns = { identity_id: "uuid", rescore_at: "timestamptz", queued_by: "uuid" } as const;

/** Queues identities whose rows were added in the same transaction. */
export async function queueNew(
  client: PoolClient,
  batch: IngestBatch,
  fresh: readonly { id: string }[],
): Promise<void> {
  const at = batch.now.toISOString();
  const rows = fresh.map(({ id }) => ({
    identity_id: id,
    rescore_at: at,
    queued_by: batch.runId,
  }));
  await insertRows(client, "identity_scoring", queueColumns, rows);
}
