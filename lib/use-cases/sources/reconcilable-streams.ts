import type { Reconciled } from "../ingest/unseen";
import type { Statements } from "../ingest/on-transaction";

/**
 * The streams of a run in which something may go missing: those read to their end without a gap, and
 * those whose every gap says which rows it may hide.
 */
export async function reconcilableStreams(
  client: Statements,
  runId: string,
): Promise<Pick<Reconciled, "streams" | "isPartly">> {
  const { rows } = await client.query<{ name: string; whole: boolean }>(
    `SELECT name, state = 'complete' AS whole FROM sync_stream
     WHERE run_id = $1::uuid AND (state = 'complete' OR (state = 'incomplete' AND gaps <> '[]'
       AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(gaps) g WHERE NOT g ? 'within')))`,
    [runId],
  );
  return { streams: rows.map(({ name }) => name), isPartly: rows.some(({ whole }) => !whole) };
}
