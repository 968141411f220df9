import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { inTransaction, sql } from "@/lib/infra/db";
import { enqueueOn } from "@/lib/infra/queue";
import { systemContext } from "../context";
import { defineCommand } from "../define-command";
import type { Removal } from "./remove-source";

const batchSize = 1_000;

/** The last step of a removal: the source's own row. */
const finishRemoval = defineCommand({
  name: "source.erase",
  event: "source.erased",
  permission: "source:remove",
  input: z.strictObject({ sourceId: z.uuid() }),
  run: async ({ tx, input }) => {
    const source = await tx.source.findUnique({ where: { id: input.sourceId } });
    if (!source?.removedAt) throw new DomainError("not_found", "There is nothing to erase.");
    const { name, done } = source.removal as unknown as Removal;
    await tx.source.delete({ where: { id: source.id } });
    return {
      result: null,
      audit: { targetType: "source", targetId: source.id, detail: { name, identities: done } },
    };
  },
});

/**
 * Deletes a hidden source batch by batch for one slice of time; what is done stays done, so it can
 * be ended and begun again at any moment. Enqueues its continuation when there is more.
 */
export async function eraseSource(
  sourceId: string,
  options: { stop?: AbortSignal; sliceMs?: number; now?: Date } = {},
): Promise<"erased" | "continues" | "nothing"> {
  const { stop, sliceMs = 20_000, now = new Date() } = options;
  const found = await sql("SELECT 1 FROM source WHERE id = $1 AND removed_at IS NOT NULL", [
    sourceId,
  ]);
  if (found.length === 0) return "nothing";
  const endsAt = Date.now() + sliceMs;
  for (;;) {
    const erased = await eraseBatch(sourceId);
    if (erased === null) return "nothing";
    if (erased === 0) break;
    if (stop?.aborted !== true && Date.now() < endsAt) continue;
    await enqueueRemoval(sourceId);
    return "continues";
  }
  await finishRemoval(systemContext("removal", now), { sourceId });
  return "erased";
}

const enqueueRemoval = (sourceId: string): Promise<void> =>
  inTransaction((client) =>
    enqueueOn(client, "remove-source", { sourceId }, { singletonKey: sourceId }),
  );

/** Null while another worker is at it. */
function eraseBatch(sourceId: string): Promise<number | null> {
  return inTransaction(async (client) => {
    const lock = await client.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS mine",
      [`remove ${sourceId}`],
    );
    if (!lock.rows[0]?.mine) return null;
    const { rowCount } = await client.query(
      `DELETE FROM identity WHERE id IN (
         SELECT id FROM identity WHERE source_id = $1 LIMIT ${batchSize})`,
      [sourceId],
    );
    await client.query(
      `UPDATE source SET removal = jsonb_set(removal, '{done}', to_jsonb((removal ->> 'done')::int + $2::int))
       WHERE id = $1`,
      [sourceId, rowCount ?? 0],
    );
    return rowCount ?? 0;
  });
}

/** Hands on the removals whose job was lost; a worker that died is the queue's own business. */
export async function resumeRemovals(): Promise<number> {
  const rows = await sql<{ id: string }>(
    `SELECT id FROM source s WHERE removed_at IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM pgboss.job j WHERE j.name = 'remove-source' AND j.singleton_key = s.id::text
         AND j.state IN ('created', 'retry', 'active'))`,
  );
  for (const { id } of rows) await enqueueRemoval(id);
  return rows.length;
}
