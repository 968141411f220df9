import type { PoolClient } from "pg";
import type { Gap, Stream } from "@/connectors/contract";

/** Where one stream of the run stands, as the runner needs it. */
export interface StreamRow {
  name: string;
  position: number;
  state: "pending" | "running" | "complete" | "incomplete" | "denied" | "failed";
  cursor: string | null;
  pages: number;
  records: number;
  attempt: number;
  gaps: Gap[];
  error: { message: string; code: string } | null;
  /** Digest of a cursor met before, and after how many pages. */
  mark: string | null;
  mark_pages: number;
}

const unfinished = new Set(["pending", "running"]);
export const isUnfinished = (stream: StreamRow): boolean => unfinished.has(stream.state);

/** Creates the run's streams the first time; a resumed run finds them with their cursors. */
export async function loadStreams(
  client: PoolClient,
  runId: string,
  streams: readonly Stream[],
): Promise<StreamRow[]> {
  await client.query(
    `INSERT INTO sync_stream (run_id, name, position)
     SELECT $1, name, position - 1 FROM unnest($2::text[]) WITH ORDINALITY AS s(name, position)
     ON CONFLICT DO NOTHING`,
    [runId, streams.map((stream) => stream.name)],
  );
  const { rows } = await client.query<StreamRow>(
    `SELECT name, position, state, cursor, pages, records, attempt, gaps, error, mark, mark_pages
     FROM sync_stream WHERE run_id = $1 ORDER BY position`,
    [runId],
  );
  return rows;
}

/** Writes where a stream stands, in the transaction of the page it follows. */
export async function saveStream(
  client: PoolClient,
  runId: string,
  stream: StreamRow,
): Promise<void> {
  await client.query(
    `UPDATE sync_stream SET state = $3, cursor = $4, pages = $5, records = $6, attempt = $7,
       gaps = $8, error = $9, finished_at = CASE WHEN $10 THEN now() END, mark = $11, mark_pages = $12
     WHERE run_id = $1 AND name = $2`,
    [
      runId,
      stream.name,
      stream.state,
      stream.cursor,
      stream.pages,
      stream.records,
      stream.attempt,
      JSON.stringify(stream.gaps),
      stream.error ? JSON.stringify(stream.error) : null,
      !isUnfinished(stream),
      stream.mark,
      stream.mark_pages,
    ],
  );
}

/** Counts what a run did so far; kept in the run's row and added to with every page. */
export async function addToOutcome(
  client: PoolClient,
  runId: string,
  counts: object,
): Promise<void> {
  await client.query(
    `UPDATE sync_run SET outcome = COALESCE(outcome, '{}') || (
       SELECT jsonb_object_agg(key, COALESCE((outcome ->> key)::bigint, 0) + value::bigint)
       FROM jsonb_each_text($2::jsonb)) WHERE id = $1`,
    [runId, JSON.stringify(counts)],
  );
}
