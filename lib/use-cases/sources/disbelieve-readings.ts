import type { Statements } from "../ingest/on-transaction";

/** Forgets which identities the source's runs did not find: their removal is decided. */
export async function forgetRemovals(client: Statements, sourceId: string): Promise<void> {
  await client.query(
    "DELETE FROM sync_removal WHERE run_id IN (SELECT id FROM sync_run WHERE source_id = $1::uuid)",
    [sourceId],
  );
}

/**
 * Takes the readings since the last complete one for wrong: what they missed is no earlier reading
 * that a later one could agree with, so that the same loss is asked about again.
 */
export async function disbelieveReadings(client: Statements, sourceId: string): Promise<void> {
  await forgetRemovals(client, sourceId);
  await client.query(
    `UPDATE sync_run r SET outcome = r.outcome - 'heldRemovals' - 'heldEntries' FROM source s
     WHERE s.id = $1::uuid AND r.source_id = s.id AND r.outcome ?| ARRAY['heldRemovals', 'heldEntries']
       AND r.created_at > COALESCE(s.last_complete_at, '-infinity')`,
    [sourceId],
  );
}
