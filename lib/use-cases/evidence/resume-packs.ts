import { inTransaction, sql } from "@/lib/infra/db";
import { enqueueOn } from "@/lib/infra/queue";

/**
 * Hands on the packs whose job was lost: given up by the queue while the database could not be
 * written, or left out of the backup that this database was restored from.
 */
export async function resumePacks(): Promise<number> {
  const rows = await sql<{ id: string }>(
    `SELECT id FROM evidence_pack p WHERE state IN ('queued', 'running') AND NOT EXISTS (
       SELECT 1 FROM pgboss.job j WHERE j.name = 'make-evidence-pack'
         AND j.data ->> 'packId' = p.id::text AND j.state IN ('created', 'retry', 'active'))`,
  );
  for (const { id } of rows) {
    await inTransaction((client) =>
      enqueueOn(client, "make-evidence-pack", { packId: id }, { singletonKey: id }),
    );
  }
  return rows.length;
}
