import type { PoolClient } from "pg";
import { inTransaction } from "@/lib/infra/db";
import { compareLists } from "./bulk-sql";

export interface Reconciled {
  runId: string;
  sourceId: string;
  /** Streams that this run read to their end, or with gaps that say which rows they may hide. */
  streams: readonly string[];
  /** Whether one of them has such gaps. */
  isPartly: boolean;
  now: Date;
}

const gapRows =
  "SELECT t.name AS stream, g -> 'within' AS hidden FROM sync_stream t, jsonb_array_elements(t.gaps) g WHERE t.run_id = $3::uuid";

/** The part of a row of identity `h`; repositories are renamed, so that their id comes first. */
const part = "COALESCE(h.attributes ->> 'repositoryId', h.container)";

/** Rows as the gaps of a contract call them. */
const recordTypes = {
  identity: "identity",
  credential: "credential",
  access_grant: "grant",
  trust: "trust",
  owner_candidate: "owner_hint",
} as const;
type Listed = keyof typeof recordTypes;

/** Whether a gap that names entries names this one; it names no identity and no candidate. */
const isNamedEntry = (table: Listed): string =>
  table === "identity" || table === "owner_candidate"
    ? "false"
    : `EXISTS (SELECT 1 FROM jsonb_array_elements_text(r.hidden -> 'entries') e(start)
        WHERE starts_with(${table}.external_id, h.external_id || e.start))`;

/** True for a row that no gap of its stream can hide; an unknown part is in doubt, and so hidden. */
export const outsideGaps = (stream: string, table: Listed): string => `
  NOT EXISTS (SELECT 1 FROM (${gapRows}) r WHERE r.stream = ${stream}
    AND jsonb_typeof(r.hidden) = 'object'
    AND COALESCE(r.hidden -> 'only' ? '${recordTypes[table]}', true) AND COALESCE(${part} = r.hidden ->> 'part', true)
    AND starts_with(h.external_id, COALESCE(r.hidden ->> 'idPrefix', ''))
    AND COALESCE(NOT starts_with(h.external_id, r.hidden ->> 'notPrefix'), true)
    AND (NOT r.hidden ? 'entries' OR ${isNamedEntry(table)}))
  AND (${stream} NOT IN (SELECT r.stream FROM (${gapRows}) r WHERE r.hidden = '"unread"')
    OR (${stream}, ${part}) IN (SELECT stream, part FROM sync_part WHERE run_id = $3::uuid))`;

/** [.., .., runId]: the rows that the run found unchanged. */
export const seen =
  "SELECT 1 FROM (SELECT unnest(row_ids) AS row_id FROM sync_seen WHERE run_id = $3::uuid) s";

/** True for a live row that the run did not find; its parameters begin with sourceId, streams, runId. */
export const unseen = (table: Exclude<Listed, "owner_candidate">, isPartly: boolean): string => `
  ${table}.source_id = $1::uuid AND ${table}.stream = ANY($2::text[]) AND ${table}.missing_since IS NULL
  AND ${table}.last_seen_run IS DISTINCT FROM $3::uuid
  AND NOT EXISTS (${seen} WHERE s.row_id = ${table}.id)
  ${isPartly ? `AND EXISTS (SELECT 1 FROM identity h WHERE h.source_id = $1::uuid AND h.id = ${table}.${table === "identity" ? "id" : "identity_id"} AND ${outsideGaps(`${table}.stream`, table)})` : ""}`;

export const entryTables = ["credential", "access_grant", "trust"] as const;
export type EntryTable = (typeof entryTables)[number];

/** Large readings of one source are joined in memory, and do not read the rows of all others. */
export const inMemory =
  "SET LOCAL statement_timeout = '5min'; SET LOCAL work_mem = '64MB'; SET LOCAL random_page_cost = 1.1";

/**
 * In which tables the run did not find entries that it should have. Asked on a connection of its own,
 * so that the server looks while it looks for identities; only what is committed counts.
 */
export const tablesLackingEntries = ({
  runId,
  sourceId,
  streams,
  isPartly,
}: Omit<Reconciled, "now">): Promise<EntryTable[]> =>
  inTransaction(async (client: PoolClient) => {
    await client.query(inMemory);
    const counts = entryTables.map(
      (table) =>
        `(SELECT count(*) FROM ${table} WHERE ${unseen(table, isPartly)})::int AS ${table}`,
    );
    const [found] = await compareLists<Record<EntryTable, number>>(
      client,
      `SELECT ${counts.join(", ")}`,
      [sourceId, streams, runId],
    );
    return entryTables.filter((table) => (found?.[table] ?? 0) > 0);
  });
