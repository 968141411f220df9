import { Prisma, type Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";

/**
 * Has the identities of a select of one column judged again: queues them in the caller's
 * transaction and asks the worker for it.
 */
export async function scoreAgain(tx: Tx, identities: Prisma.Sql, reason: string): Promise<void> {
  const queued = await tx.$executeRaw(Prisma.sql`
    INSERT INTO identity_scoring (identity_id, rescore_at)
    SELECT DISTINCT id, clock_timestamp() FROM (${identities}) AS due (id)
    ON CONFLICT (identity_id) DO UPDATE SET rescore_at = excluded.rescore_at, queued_by = NULL`);
  if (queued > 0) await enqueue(tx, "score-identities", { reason }, { singletonKey: "again" });
}
