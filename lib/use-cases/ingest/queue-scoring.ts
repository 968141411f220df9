import type { PoolClient } from "pg";

/**
 * Queues identities for scoring, in the caller's transaction. No scoring reads the rows of a run
 * while it goes on, so what the run has queued once needs no second write.
 */
export async function queueScoring(
  client: PoolClient,
  runId: string | null,
  identityIds: Iterable<string>,
): Promise<void> {
  const list = [...new Set(identityIds)];
  if (list.length === 0) return;
  await client.query(
    `INSERT INTO identity_scoring AS q (identity_id, rescore_at, queued_by)
     SELECT id, clock_timestamp(), $2::uuid FROM unnest($1::uuid[]) AS id ORDER BY id
     ON CONFLICT (identity_id) DO UPDATE
       SET rescore_at = excluded.rescore_at, queued_by = excluded.queued_by
       WHERE $2::uuid IS NULL OR q.queued_by IS DISTINCT FROM $2::uuid`,
    [list, runId],
  );
}
