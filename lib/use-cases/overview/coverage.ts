import { sql } from "@/lib/infra/db";
import { coverageSentence, isLacking, type StreamCoverage } from "../sources/coverage";
import { streamTitles, unreadStreams } from "../sources/source-coverage";

interface Row {
  id: string;
  name: string;
  connector_id: string;
  is_sample: boolean;
  last_complete_at: Date | null;
  failing: boolean;
  coverage: StreamCoverage[];
  created_at: Date;
}

/** What each source lets us see and when it was last read whole, the oldest reading first. */
export async function readCoverage() {
  const rows = await sql<Row & Record<string, unknown>>(
    `SELECT id, name, connector_id, is_sample, last_complete_at, last_error IS NOT NULL AS failing,
       coverage, created_at
     FROM source WHERE removed_at IS NULL ORDER BY last_complete_at ASC NULLS FIRST, lower(name)`,
  );
  return rows.map((row) => {
    const titles = streamTitles(row.connector_id);
    return {
      sourceId: row.id,
      sourceName: row.name,
      connectorId: row.connector_id,
      isSample: row.is_sample,
      since: row.created_at.toISOString(),
      lastCompleteAt: row.last_complete_at?.toISOString() ?? null,
      failing: row.failing,
      sentence: coverageSentence(row.coverage, titles.size),
      streams: Math.max(row.coverage.length, titles.size),
      complete: row.coverage.filter((stream) => !isLacking(stream)).length,
      unseen: unreadStreams(row.coverage, titles),
    };
  });
}
