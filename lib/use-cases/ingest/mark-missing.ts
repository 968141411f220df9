import { compareLists } from "./bulk-sql";
import type { Statements } from "./on-transaction";
import { queueSql } from "./queue-scoring";
import { type EntryTable, entryTables, outsideGaps, type Reconciled, seen, unseen } from "./unseen";

/** Lists the identities that the run did not find. Returns how many there are and, where there are any, how many live. */
export async function findRemovals(
  client: Statements,
  { runId, sourceId, streams, isPartly }: Omit<Reconciled, "now">,
): Promise<{ missing: number; live: number; agreed: number }> {
  await client.query("DELETE FROM sync_removal WHERE run_id = $1", [runId]);
  const [found] = await compareLists<{ missing: number; live: number; agreed: number }>(
    client,
    `WITH gone AS (
       INSERT INTO sync_removal (run_id, identity_id)
       SELECT $3::uuid, identity.id FROM identity WHERE ${unseen("identity", isPartly)}
       RETURNING identity_id)
     SELECT (SELECT count(*) FROM gone)::int AS missing,
       (SELECT count(*) FROM gone g WHERE EXISTS (
          SELECT 1 FROM sync_removal r WHERE r.identity_id = g.identity_id AND r.run_id <> $3))::int AS agreed,
       CASE WHEN EXISTS (SELECT FROM gone) THEN
         (SELECT count(*) FROM identity WHERE source_id = $1 AND missing_since IS NULL) ELSE 0 END::int AS live`,
    [sourceId, streams, runId],
  );
  return found ?? { missing: 0, live: 0, agreed: 0 };
}

/**
 * Marks all that the run did not find: the identities that are listed for removal, and entries and
 * owner candidates wherever they are. Entries are looked for in the tables in `lacking`.
 */
export async function markUnseen(
  client: Statements,
  reading: Reconciled,
  lacking: readonly EntryTable[] = entryTables,
): Promise<{ missing: number; entries: MissingEntries[] }> {
  const entries = await markMissingEntries(client, reading, lacking);
  await forgetCandidates(client, reading);
  return { missing: await markRemovals(client, reading), entries };
}

/** Marks the listed identities as missing, unless something brought them back meanwhile. */
const markRemovals = (
  client: Statements,
  { runId, sourceId, now }: Pick<Reconciled, "runId" | "sourceId" | "now">,
): Promise<number> =>
  markGone(client, {
    gone: "SELECT identity_id FROM sync_removal WHERE run_id = $1::uuid",
    by: runId,
    runId,
    sourceId,
    now,
    event: "No longer listed by the source",
    because: "The identity is no longer listed by its source",
  });

/** Marks what this stream once listed and a new answer replaces, with its credentials. */
export async function markReplaced(
  client: Statements,
  of: { sourceId: string; runId: string | null; now: Date; stream: string; keep: string[] },
): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM identity WHERE source_id = $1 AND stream = $2 AND missing_since IS NULL
       AND external_id <> ALL($3)`,
    [of.sourceId, of.stream, of.keep],
  );
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await markGone(client, {
    gone: "SELECT unnest($1::uuid[]) AS identity_id",
    by: ids,
    runId: of.runId,
    sourceId: of.sourceId,
    now: of.now,
    event: "Muster signs in with another credential now",
    because: "Muster signs in with another credential now",
  });
  await client.query(
    "UPDATE credential SET missing_since = $2 WHERE identity_id = ANY($1) AND missing_since IS NULL",
    [ids, of.now.toISOString()],
  );
}

interface Gone {
  /** A query of `identity_id` whose only parameter is `by`. */
  gone: string;
  by: unknown;
  runId: string | null;
  sourceId: string;
  now: Date;
  event: string;
  because: string;
}

async function markGone(client: Statements, of: Gone): Promise<number> {
  const at = of.now.toISOString();
  const { rows } = await client.query<{ missing: number }>(
    `WITH gone AS (
       UPDATE identity i SET missing_since = $3::timestamptz, open_findings = 0,
         last_seen_at = GREATEST(i.last_seen_at, COALESCE(s.last_complete_at, i.last_seen_at))
       FROM (${of.gone}) r, source s
       WHERE i.id = r.identity_id AND i.missing_since IS NULL AND s.id = $2::uuid
       RETURNING i.id),
     told AS (
       INSERT INTO identity_event (id, identity_id, at, kind, summary, run_id)
       SELECT gen_random_uuid(), id, $3::timestamptz, 'missing', $5::text, $4::uuid FROM gone)
     SELECT count(*)::int AS missing FROM gone`,
    [of.by, of.sourceId, at, of.runId, of.event],
  );
  await client.query(
    `UPDATE finding f SET state = 'resolved', exception_id = NULL, resolved_at = $2::timestamptz,
       resolved_because = $3::text
     FROM (${of.gone}) r WHERE f.identity_id = r.identity_id AND f.state IN ('open', 'excepted')`,
    [of.by, at, of.because],
  );
  await client.query(
    `UPDATE identity_scoring q SET rescore_at = NULL, verdicts = NULL
     FROM (${of.gone}) r WHERE q.identity_id = r.identity_id`,
    [of.by],
  );
  const missing = rows[0]?.missing ?? 0;
  if (missing > 0)
    await client.query("UPDATE source_figure SET is_stale = true WHERE source_id = $1::uuid", [
      of.sourceId,
    ]);
  return missing;
}

/** How many of a table's rows went missing whose identities stay. */
export interface MissingEntries {
  table: EntryTable;
  missing: number;
}

/** A run that waited for a person may be scored just now: whatever it queued before says nothing. */
const always = "NULL::uuid";

const goneEvents = `,
  told AS (
    INSERT INTO identity_event (id, identity_id, at, kind, summary, run_id)
    SELECT gen_random_uuid(), identity_id, $4::timestamptz, 'credential_missing',
      'No longer listed: ' || name, $3::uuid FROM gone)`;

/**
 * Marks credentials, grants and trusts that the run did not find. Returns how many of each belong to
 * identities that stay.
 */
async function markMissingEntries(
  client: Statements,
  { runId, sourceId, streams, isPartly, now }: Reconciled,
  tables: readonly EntryTable[],
): Promise<MissingEntries[]> {
  const marked: MissingEntries[] = [];
  for (const table of tables) {
    const isCredential = table === "credential";
    const [found] = await compareLists<{ missing: number }>(
      client,
      `WITH gone AS (
         UPDATE ${table} SET missing_since = $4::timestamptz WHERE ${unseen(table, isPartly)}
         RETURNING identity_id${isCredential ? ", name" : ""})${isCredential ? goneEvents : ""},
       queued AS (${queueSql("SELECT DISTINCT identity_id AS id FROM gone", always)})
       SELECT count(*)::int AS missing FROM gone WHERE NOT EXISTS (
         SELECT 1 FROM sync_removal r WHERE r.run_id = $3::uuid AND r.identity_id = gone.identity_id)`,
      [sourceId, streams, runId, now.toISOString()],
    );
    marked.push({ table, missing: found?.missing ?? 0 });
  }
  return marked;
}

/**
 * Forgets candidates whom the source no longer names. One whom a person rejected stays, so that it
 * is still rejected when the source names it again.
 */
async function forgetCandidates(
  client: Statements,
  { runId, sourceId, streams, isPartly }: Omit<Reconciled, "now">,
): Promise<void> {
  await client.query(
    `WITH gone AS (
       DELETE FROM owner_candidate c USING identity h
       WHERE h.id = c.identity_id AND h.source_id = $1::uuid AND c.stream = ANY($2::text[])
         AND c.rejected_at IS NULL AND c.last_seen_run IS DISTINCT FROM $3::uuid
         AND NOT EXISTS (${seen} WHERE s.row_id = c.id)
         ${isPartly ? `AND ${outsideGaps("c.stream", "owner_candidate")}` : ""}
       RETURNING c.identity_id)
     ${queueSql("SELECT DISTINCT identity_id AS id FROM gone", always)}`,
    [sourceId, streams, runId],
  );
}
