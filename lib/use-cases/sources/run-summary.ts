import type { QueryResultRow } from "pg";
import type { Gap } from "@/connectors/contract";
import { counted } from "@/lib/domain/counted";
import { sql } from "@/lib/infra/db";
import { streamTitles } from "./source-coverage";
import type { SyncError } from "./sync-error";

/** One stream of a run, as the progress shows it. */
export interface StreamProgress {
  name: string;
  state: string;
  pages: number;
  records: number;
  gaps: Gap[];
  error: SyncError | null;
}

/** A run with its live progress. Times are ISO 8601. */
export interface RunSummary {
  id: string;
  sourceId: string;
  /** queued, running, waiting_for_person, succeeded, partial, failed, cancelled */
  state: string;
  requestedBy: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  cancelAsked: boolean;
  streams: StreamProgress[];
  records: number;
  pages: number;
  /** Why nothing moves at the moment, and until when. */
  waiting: { reason: string; until: string } | null;
  /** What happens next, in one sentence; null when the run has ended. */
  next: string | null;
  error: SyncError | null;
  outcome: Record<string, number>;
}

export interface RunSummaryRow extends QueryResultRow {
  id: string;
  run_source_id: string;
  run_connector: string;
  state: string;
  requested_by: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  cancel_asked: boolean;
  not_before: Date | null;
  progress: { waiting?: { reason: string; until: string } | null };
  error: SyncError | null;
  outcome: Record<string, number> | null;
}

/** Of a run `r` and its source `s`. */
export const runSummaryColumns = `r.id, r.source_id AS run_source_id, s.connector_id AS run_connector, r.state, r.requested_by,
  r.created_at, r.started_at, r.finished_at, r.cancel_asked, r.not_before, r.progress, r.error, r.outcome`;

export async function toRunSummary(row: RunSummaryRow): Promise<RunSummary> {
  const streams = await sql<StreamProgress>(
    "SELECT name, state, pages, records, gaps, error FROM sync_stream WHERE run_id = $1 ORDER BY position",
    [row.id],
  );
  const waiting = row.progress.waiting ?? null;
  const isWaiting = waiting !== null && new Date(waiting.until) > new Date();
  return {
    id: row.id,
    sourceId: row.run_source_id,
    state: row.state,
    requestedBy: row.requested_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    cancelAsked: row.cancel_asked,
    streams,
    records: streams.reduce((sum, stream) => sum + stream.records, 0),
    pages: streams.reduce((sum, stream) => sum + stream.pages, 0),
    waiting: isWaiting ? waiting : null,
    next: nextOf(row, streams),
    error: row.error,
    outcome: row.outcome ?? {},
  };
}

/** `50 identities are`, `12 credentials, grants or trusts are`, or both. */
function heldInWords({ heldRemovals = 0, heldEntries = 0 }: Record<string, number>): string {
  const parts = [
    ...(heldRemovals > 0 || heldEntries === 0
      ? [counted(heldRemovals, "identity", "identities")]
      : []),
    ...(heldEntries > 0
      ? [counted(heldEntries, "credential, grant or trust", "credentials, grants or trusts")]
      : []),
  ];
  return `${parts.join(" and ")} ${heldRemovals + heldEntries === 1 ? "is" : "are"}`;
}

function nextOf(row: RunSummaryRow, streams: readonly StreamProgress[]): string | null {
  if (row.state === "waiting_for_person") {
    return `Somebody must confirm that ${heldInWords(row.outcome ?? {})} gone.`;
  }
  if (row.state === "queued") return "A worker takes the run within seconds.";
  if (row.state !== "running") return null;
  if (row.cancel_asked) return "The run ends after the page it reads.";
  const open = streams.filter((stream) => ["pending", "running"].includes(stream.state));
  if (streams.length === 0) return "Muster checks its permissions.";
  const [first] = open;
  if (!first) return "Comparing with the last reading, then scoring.";
  const title = streamTitles(row.run_connector).get(first.name) ?? first.name;
  return `Reading: ${title}; ${open.length - 1} more after it.`;
}
