import { z } from "zod";
import type { Verification } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import { liveRunStates } from "@/lib/domain/lifecycle/sync-run";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { connectorEntry } from "./connector-entries";
import type { Removal } from "./remove-source";
import {
  coverageSentence,
  hasAnswered,
  isLacking,
  type LastSync,
  type StreamCoverage,
} from "./coverage";
import {
  type RunSummary,
  runSummaryColumns,
  type RunSummaryRow,
  toRunSummary,
} from "./run-summary";
import { filesOf, type SourceFile } from "./list-files";
import { describeConfig } from "./source-config";
import { streamTitles } from "./source-coverage";
import type { SyncError } from "./sync-error";

/** One line of the sources page. Times are ISO 8601; null means never. */
export interface SourceSummary {
  id: string;
  name: string;
  connectorId: string;
  connectorName: string;
  /** Account, organisation or host. */
  describes: string;
  isSample: boolean;
  /** never_synced, ok, partial, failed, waiting_for_person */
  status: string;
  schedulable: boolean;
  /** Whether Muster could take things out of service here, given a write credential. */
  canAct: boolean;
  syncEveryMinutes: number | null;
  nextSyncAt: string | null;
  /** When it was last read to the end. */
  lastCompleteAt: string | null;
  lastAttemptAt: string | null;
  lastError: SyncError | null;
  coverage: string;
  identities: number;
  missing: number;
  credentials: number;
  openFindings: number;
  run: RunSummary | null;
}

export interface SourceDetail extends SourceSummary {
  streams: StreamCoverage[];
  /** What each stream of the connector reads, by its name. */
  titles: Record<string, string>;
  verification: Verification | null;
  /** When the provider last answered so. */
  verifiedAt: string | null;
  /** Settings without secrets. */
  config: Record<string, unknown>;
  uploads: SourceFile[];
}

interface SourceRow extends RunSummaryRow {
  source_id: string;
  name: string;
  connector_id: string;
  is_sample: boolean;
  status: string;
  sync_every_minutes: number | null;
  next_sync_at: Date | null;
  last_complete_at: Date | null;
  last_attempt_at: Date | null;
  last_error: SyncError | null;
  verification: Verification | null;
  verified_at: Date | null;
  coverage: StreamCoverage[];
  config: Record<string, unknown>;
  identities: number;
  missing: number;
  credentials: number;
  open_findings: number;
}

/** Sources smaller than this are counted while somebody looks; of larger ones the last count is shown. */
const countedAtSight = 10_000;

const sourcesSql = (also: string): string => `
  SELECT s.id AS source_id, s.name, s.connector_id, s.is_sample, s.status, s.sync_every_minutes,
    s.next_sync_at, s.last_complete_at, s.last_attempt_at, s.last_error, s.verification,
    s.verified_at, s.coverage,
    s.config, COALESCE(c.identities, f.identities, 0) AS identities, COALESCE(c.missing, f.missing, 0) AS missing,
    COALESCE(c.credentials, f.credentials, 0) AS credentials,
    COALESCE(c.open_findings, f.open_findings, 0) AS open_findings, ${runSummaryColumns}
  FROM source s
  LEFT JOIN source_figure f ON f.source_id = s.id
  LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE missing_since IS NULL)::int AS identities,
      count(*) FILTER (WHERE missing_since IS NOT NULL)::int AS missing,
      COALESCE(sum(credential_count) FILTER (WHERE missing_since IS NULL), 0)::int AS credentials,
      COALESCE(sum(open_findings) FILTER (WHERE missing_since IS NULL), 0)::int AS open_findings
    FROM identity WHERE source_id = s.id AND COALESCE(f.identities + f.missing, 0) < ${countedAtSight}
    HAVING count(*) > 0) c ON true
  LEFT JOIN sync_run r ON r.source_id = s.id AND r.state IN ('${liveRunStates.join("', '")}')
  WHERE s.removed_at IS NULL ${also} ORDER BY s.is_sample, lower(s.name)`;

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

function manifestOf(connectorId: string) {
  try {
    return connectorEntry(connectorId).manifest;
  } catch {
    return null;
  }
}

const lastSyncOf = (row: SourceRow): LastSync => ({ ...row, failing: row.last_error !== null });

/** `ok` promises that everything was read, `partial` that anything was. */
function freshnessOf(row: SourceRow): string {
  if (!hasAnswered(lastSyncOf(row))) return "failed";
  return row.status === "ok" && row.coverage.some(isLacking) ? "gaps" : row.status;
}

async function toSummary(row: SourceRow): Promise<SourceSummary> {
  const manifest = manifestOf(row.connector_id);
  return {
    id: row.source_id,
    name: row.name,
    connectorId: row.connector_id,
    connectorName: manifest?.name ?? row.connector_id,
    describes: manifest ? describeConfig(manifest, row.config) : row.connector_id,
    isSample: row.is_sample,
    status: freshnessOf(row),
    schedulable: manifest?.schedulable ?? false,
    canAct: manifest?.actions !== undefined,
    syncEveryMinutes: row.sync_every_minutes,
    nextSyncAt: iso(row.next_sync_at),
    lastCompleteAt: iso(row.last_complete_at),
    lastAttemptAt: iso(row.last_attempt_at),
    lastError: row.last_error,
    coverage: coverageSentence(lastSyncOf(row), manifest?.streams.length ?? 0),
    identities: row.identities,
    missing: row.missing,
    credentials: row.credentials,
    openFindings: row.open_findings,
    run: row.id ? await toRunSummary(row) : null,
  };
}

/** Every source with its freshness, coverage and the run under way; and what is being deleted. */
export const listSources = defineQuery({
  permission: "source:read",
  input: z.strictObject({}),
  run: async (): Promise<{ items: SourceSummary[]; removing: Removal[] }> => ({
    items: await Promise.all((await sql<SourceRow>(sourcesSql(""))).map(toSummary)),
    removing: await sql<Removal & Record<string, unknown>>(
      `SELECT r.name, r.total, r.done FROM source,
         jsonb_to_record(removal) AS r(name text, total int, done int)
       WHERE removed_at IS NOT NULL ORDER BY removed_at`,
    ),
  }),
});

const sourceInput = z.strictObject({ sourceId: z.uuid() });

const absent = (): DomainError =>
  new DomainError("not_found", "This source does not exist any more.");

/** Whether this source is here, before all of it is read. Throws not_found. */
export const checkSource = defineQuery({
  permission: "source:read",
  input: sourceInput,
  run: async ({ input }): Promise<void> => {
    const [row] = await sql("SELECT 1 FROM source WHERE id = $1 AND removed_at IS NULL", [
      input.sourceId,
    ]);
    if (!row) throw absent();
  },
});

/** One source with its streams, permissions and settings. Throws not_found. */
export const getSource = defineQuery({
  permission: "source:read",
  input: sourceInput,
  run: async ({ input }): Promise<SourceDetail> => {
    const [row] = await sql<SourceRow>(sourcesSql("AND s.id = $1"), [input.sourceId]);
    if (!row) throw absent();
    return {
      ...(await toSummary(row)),
      streams: row.coverage,
      titles: Object.fromEntries(streamTitles(row.connector_id)),
      verification: row.verification,
      verifiedAt: iso(row.verified_at),
      config: row.config,
      uploads: await filesOf(input.sourceId),
    };
  },
});
