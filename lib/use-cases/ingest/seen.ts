import type { PoolClient } from "pg";
import type { Statements } from "./on-transaction";

/** Notes rows that a run found unchanged, without rewriting them. */
export async function markSeen(
  client: PoolClient,
  runId: string | null,
  rowIds: readonly string[],
): Promise<void> {
  if (runId === null || rowIds.length === 0) return;
  await client.query("INSERT INTO sync_seen (run_id, row_ids) VALUES ($1, $2::uuid[])", [
    runId,
    `{${rowIds.join(",")}}`,
  ]);
}

/** The ids of identities by the source's own ids; asks only for those not yet in `ids`. */
export async function identityIds(
  client: PoolClient,
  sourceId: string,
  wanted: Iterable<string>,
  ids: Map<string, string>,
): Promise<void> {
  const unknown = [...new Set(wanted)].filter((externalId) => !ids.has(externalId));
  if (unknown.length === 0) return;
  const { rows } = await client.query<{ id: string; external_id: string }>(
    "SELECT id, external_id FROM identity WHERE source_id = $1 AND external_id = ANY($2)",
    [sourceId, unknown],
  );
  for (const row of rows) ids.set(row.external_id, row.id);
}

/** Notes parts of a stream that a run read to their end. */
export async function markPartsRead(
  client: PoolClient,
  runId: string,
  stream: string,
  parts: readonly string[],
): Promise<void> {
  if (parts.length === 0) return;
  await client.query(
    `INSERT INTO sync_part (run_id, stream, part)
     SELECT $1, $2, part FROM unnest($3::text[]) AS part ON CONFLICT DO NOTHING`,
    [runId, stream, parts],
  );
}

/** Forgets what a run has seen once nothing can depend on it any more. */
export async function forgetSeen(client: Statements, runId: string): Promise<void> {
  await client.query("DELETE FROM sync_seen WHERE run_id = $1::uuid", [runId]);
  await client.query("DELETE FROM sync_part WHERE run_id = $1::uuid", [runId]);
}
