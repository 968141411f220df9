import type { SourceCoverage } from "@/lib/domain/inventory/source-coverage";
import { sql } from "@/lib/infra/db";
import { connectorEntry } from "./connector-entries";
import { isLacking, type StreamCoverage } from "./coverage";
import type { SyncError } from "./sync-error";

const stateWords: Record<StreamCoverage["state"], string> = {
  complete: "read whole",
  limited: "all that the provider tells",
  incomplete: "read in part",
  denied: "permission missing",
  failed: "failed",
};

/** Titles of a connector's streams; none for a connector that this version no longer has. */
export function streamTitles(connectorId: string): ReadonlyMap<string, string> {
  try {
    const { streams } = connectorEntry(connectorId).manifest;
    return new Map(streams.map((stream) => [stream.name, stream.title]));
  } catch {
    return new Map();
  }
}

/** The streams that were not read to their end though they could be, and why. */
export const unreadStreams = (
  coverage: readonly StreamCoverage[],
  titles: ReadonlyMap<string, string>,
): SourceCoverage["unread"] =>
  coverage.filter(isLacking).map(({ stream, state, message, gaps }) => ({
    stream: titles.get(stream) ?? stream,
    state: stateWords[state],
    because: message ?? gaps[0]?.message ?? null,
  }));

/** When a source `s` was last read, to the end or in part; one that gave no stream was not read. */
export const lastReadSql = `GREATEST(s.last_complete_at, (SELECT finished_at FROM sync_run r
  WHERE r.source_id = s.id AND r.state = 'partial' AND NOT (
    SELECT coalesce(bool_and(t.state = 'failed'), false) FROM sync_stream t WHERE t.run_id = r.id)
  ORDER BY created_at DESC LIMIT 1))`;

/** How fresh and whole one source is, for the pages that show what came from it. */
export async function coverageOfSource(sourceId: string): Promise<SourceCoverage> {
  const [row] = await sql<{
    connector_id: string;
    last_complete_at: Date | null;
    last_read_at: Date | null;
    last_error: SyncError | null;
    coverage: StreamCoverage[];
  }>(
    `SELECT connector_id, last_complete_at, last_error, coverage, ${lastReadSql} AS last_read_at
     FROM source s WHERE id = $1::uuid`,
    [sourceId],
  );
  if (!row) return { lastCompleteAt: null, lastReadAt: null, failure: null, unread: [] };
  return {
    lastCompleteAt: row.last_complete_at?.toISOString() ?? null,
    lastReadAt: row.last_read_at?.toISOString() ?? null,
    failure: row.last_error ? `${row.last_error.message} ${row.last_error.todo}` : null,
    unread: unreadStreams(row.coverage, streamTitles(row.connector_id)),
  };
}
