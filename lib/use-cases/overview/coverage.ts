import { sql } from "@/lib/infra/db";
import { connectorEntry } from "../sources/connector-entries";
import { coverageSentence, type StreamCoverage } from "../sources/coverage";

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

const stateWords: Record<StreamCoverage["state"], string> = {
  complete: "read whole",
  incomplete: "read in part",
  denied: "permission missing",
  failed: "failed",
};

/** Titles of a connector's streams; none for a connector that this version no longer has. */
function titlesOf(connectorId: string): ReadonlyMap<string, string> {
  try {
    const { streams } = connectorEntry(connectorId).manifest;
    return new Map(streams.map((stream) => [stream.name, stream.title]));
  } catch {
    return new Map();
  }
}

/** What each source lets us see and when it was last read whole, the oldest reading first. */
export async function readCoverage() {
  const rows = await sql<Row & Record<string, unknown>>(
    `SELECT id, name, connector_id, is_sample, last_complete_at, last_error IS NOT NULL AS failing,
       coverage, created_at
     FROM source WHERE removed_at IS NULL ORDER BY last_complete_at ASC NULLS FIRST, lower(name)`,
  );
  return rows.map((row) => {
    const titles = titlesOf(row.connector_id);
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
      complete: row.coverage.filter((stream) => stream.state === "complete").length,
      unseen: row.coverage
        .filter((stream) => stream.state !== "complete")
        .map((stream) => ({
          stream: titles.get(stream.stream) ?? stream.stream,
          state: stateWords[stream.state],
          because: stream.message ?? stream.gaps[0]?.message ?? null,
        })),
    };
  });
}
