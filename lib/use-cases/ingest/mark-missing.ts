import type { PoolClient } from "pg";
import type { Statements } from "./on-transaction";
import { queueScoring } from "./queue-scoring";

interface Reconciled {
  runId: string;
  sourceId: string;
  /** Streams that this run read to their end without a gap. */
  streams: readonly string[];
  now: Date;
}

const seen = "SELECT 1 FROM (SELECT unnest(row_ids) AS row_id FROM sync_seen WHERE run_id = $3) s";

const unseen = (table: string): string => `
  ${table}.source_id = $1 AND ${table}.stream = ANY($2) AND ${table}.missing_since IS NULL
  AND ${table}.last_seen_run IS DISTINCT FROM $3::uuid
  AND NOT EXISTS (${seen} WHERE s.row_id = ${table}.id)`;

/** Lists the identities that the run did not find. Returns how many there are and how many live. */
export async function findRemovals(
  client: PoolClient,
  { runId, sourceId, streams }: Omit<Reconciled, "now">,
): Promise<{ missing: number; live: number; agreed: number }> {
  await client.query("DELETE FROM sync_removal WHERE run_id = $1", [runId]);
  const agreed = await client.query(
    `WITH gone AS (
       INSERT INTO sync_removal (run_id, identity_id)
       SELECT $3::uuid, identity.id FROM identity WHERE ${unseen("identity")}
       RETURNING identity_id)
     SELECT (SELECT count(*) FROM gone)::int AS missing,
       (SELECT count(*) FROM gone g WHERE EXISTS (
          SELECT 1 FROM sync_removal r WHERE r.identity_id = g.identity_id AND r.run_id <> $3))::int AS agreed,
       (SELECT count(*) FROM identity WHERE source_id = $1 AND missing_since IS NULL)::int AS live`,
    [sourceId, streams, runId],
  );
  return agreed.rows[0] as { missing: number; live: number; agreed: number };
}

/** Marks the listed identities as missing, unless something brought them back meanwhile. */
export const markRemovals = (
  client: Statements,
  { runId, sourceId, now }: Omit<Reconciled, "streams">,
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
  client: PoolClient,
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
  const result = await client.query(
    `WITH gone AS (
       UPDATE identity i SET missing_since = $3::timestamptz, open_findings = 0,
         last_seen_at = GREATEST(i.last_seen_at, COALESCE(s.last_complete_at, i.last_seen_at))
       FROM (${of.gone}) r, source s
       WHERE i.id = r.identity_id AND i.missing_since IS NULL AND s.id = $2::uuid
       RETURNING i.id)
     INSERT INTO identity_event (id, identity_id, at, kind, summary, run_id)
     SELECT gen_random_uuid(), id, $3::timestamptz, 'missing', $5::text, $4::uuid FROM gone`,
    [of.by, of.sourceId, at, of.runId, of.event],
  );
  await client.query(
    `UPDATE finding f SET state = 'resolved', exception_id = NULL, resolved_at = $2::timestamptz,
       resolved_because = $3
     FROM (${of.gone}) r WHERE f.identity_id = r.identity_id AND f.state IN ('open', 'excepted')`,
    [of.by, at, of.because],
  );
  await client.query(
    `UPDATE identity_scoring q SET rescore_at = NULL, verdicts = NULL
     FROM (${of.gone}) r WHERE q.identity_id = r.identity_id`,
    [of.by],
  );
  await client.query("UPDATE source_figure SET is_stale = true WHERE source_id = $1::uuid", [
    of.sourceId,
  ]);
  return result.rowCount ?? 0;
}

/** Marks credentials, grants and trusts that the run did not find. */
export async function markMissingChildren(
  client: PoolClient,
  { runId, sourceId, streams, now }: Reconciled,
): Promise<void> {
  const at = now.toISOString();
  for (const table of ["credential", "access_grant", "trust"]) {
    const gone = await client.query<{ identity_id: string; name: string }>(
      `UPDATE ${table} SET missing_since = $4 WHERE ${unseen(table)}
       RETURNING identity_id, ${table === "credential" ? "name" : "external_id AS name"}`,
      [sourceId, streams, runId, at],
    );
    if (gone.rowCount === 0) continue;
    const owners = gone.rows.map((row) => row.identity_id);
    await queueScoring(client, runId, owners);
    if (table !== "credential") continue;
    await client.query(
      `INSERT INTO identity_event (id, identity_id, at, kind, summary, run_id)
       SELECT gen_random_uuid(), u.identity_id, $3, 'credential_missing', 'No longer listed: ' || u.name, $4
       FROM unnest($1::uuid[], $2::text[]) AS u(identity_id, name)`,
      [owners, gone.rows.map((row) => row.name), at, runId],
    );
  }
}

/**
 * Forgets candidates whom the source no longer names. One whom a person rejected stays, so that it
 * is still rejected when the source names it again.
 */
export async function forgetCandidates(
  client: PoolClient,
  { runId, sourceId, streams }: Omit<Reconciled, "now">,
): Promise<void> {
  const gone = await client.query<{ identity_id: string }>(
    `DELETE FROM owner_candidate c USING identity i
     WHERE i.id = c.identity_id AND i.source_id = $1 AND c.stream = ANY($2) AND c.rejected_at IS NULL
       AND c.last_seen_run IS DISTINCT FROM $3::uuid
       AND NOT EXISTS (${seen} WHERE s.row_id = c.id)
     RETURNING c.identity_id`,
    [sourceId, streams, runId],
  );
  const identities = gone.rows.map((row) => row.identity_id);
  await queueScoring(client, runId, identities);
}
