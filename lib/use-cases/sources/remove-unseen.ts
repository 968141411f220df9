import type { PoolClient } from "pg";
import { findRemovals, markUnseen, type MissingEntries } from "../ingest/mark-missing";
import type { EntryTable, Reconciled } from "../ingest/unseen";
import { isLandslide, mayBeLandslide, needsAgreement } from "./removal-guard";

/** What a person must agree to before anything is marked. */
export interface HeldRemovals {
  heldRemovals: number;
  /** Credentials, grants and trusts of identities that stay. */
  heldEntries: number;
}

/**
 * Marks what a run did not find any more. Where that is unusually much nothing at all is marked,
 * and what waits for a person is returned. `lacking`: the tables in which entries were not found.
 */
export async function removeUnseen(
  client: PoolClient,
  reading: Reconciled,
  lacking: Promise<EntryTable[]>,
): Promise<{ missing: number } | HeldRemovals> {
  const found = await findRemovals(client, reading);
  if (needsAgreement(found)) return { heldRemovals: found.missing, heldEntries: 0 };
  await client.query("SAVEPOINT before_removals");
  const { missing, entries } = await markUnseen(client, reading, await lacking);
  const landslides = await landslidesOf(client, reading, entries);
  if (landslides === 0 || landslides <= (await agreedEntries(client, reading))) return { missing };
  await client.query("ROLLBACK TO SAVEPOINT before_removals");
  return { heldRemovals: found.missing, heldEntries: landslides };
}

async function landslidesOf(
  client: PoolClient,
  { sourceId, now }: Reconciled,
  entries: readonly MissingEntries[],
): Promise<number> {
  let all = 0;
  for (const { table, missing } of entries) {
    if (!mayBeLandslide(missing)) continue;
    const { rows } = await client.query<{ before: number }>(
      `SELECT count(*)::int AS before FROM ${table}
       WHERE source_id = $1 AND (missing_since IS NULL OR missing_since = $2)`,
      [sourceId, now.toISOString()],
    );
    if (isLandslide({ missing, before: rows[0]?.before ?? 0 })) all += missing;
  }
  return all;
}

/** How many entries an earlier run since the last complete one missed as well. */
async function agreedEntries(client: PoolClient, { runId, sourceId }: Reconciled): Promise<number> {
  const { rows } = await client.query<{ agreed: number | null }>(
    `SELECT max((r.outcome->>'heldEntries')::int) AS agreed
     FROM sync_run r JOIN source s ON s.id = r.source_id
     WHERE r.source_id = $1 AND r.id <> $2 AND r.state = 'partial'
       AND r.created_at > COALESCE(s.last_complete_at, '-infinity')`,
    [sourceId, runId],
  );
  return rows[0]?.agreed ?? 0;
}
