import { sql } from "@/lib/infra/db";
import {
  completenessOf,
  coverageSentence,
  hasAnswered,
  isLacking,
  type StreamCoverage,
} from "../sources/coverage";
import { lastReadSql, streamTitles, unreadStreams } from "../sources/source-coverage";

interface Row {
  id: string;
  name: string;
  connector_id: string;
  is_sample: boolean;
  status: string;
  last_complete_at: Date | null;
  last_read_at: Date | null;
  failing: boolean;
  coverage: StreamCoverage[];
  created_at: Date;
}

/** What each source lets us see, the one whose last reading to the end is oldest first. */
export async function readCoverage() {
  const rows = await sql<Row & Record<string, unknown>>(
    `SELECT id, name, connector_id, is_sample, status, last_complete_at, ${lastReadSql} AS last_read_at,
       last_error IS NOT NULL AS failing, coverage, created_at
     FROM source s WHERE removed_at IS NULL ORDER BY last_complete_at ASC NULLS FIRST, lower(name)`,
  );
  return rows.map((row) => {
    const titles = streamTitles(row.connector_id);
    const streams = Math.max(row.coverage.length, titles.size);
    const answers = hasAnswered(row);
    return {
      sourceId: row.id,
      sourceName: row.name,
      connectorId: row.connector_id,
      isSample: row.is_sample,
      since: row.created_at.toISOString(),
      lastCompleteAt: row.last_complete_at?.toISOString() ?? null,
      lastReadAt: row.last_read_at?.toISOString() ?? null,
      failing: row.failing,
      answers,
      whole: completenessOf(row, streams) === "whole",
      sentence: coverageSentence(row, streams),
      streams,
      complete: answers ? row.coverage.filter((stream) => !isLacking(stream)).length : 0,
      unseen: unreadStreams(row.coverage, titles),
    };
  });
}
