import { DomainError } from "@/lib/domain/errors";
import { liveRunStates } from "@/lib/domain/lifecycle/sync-run";
import type { Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import { onTransaction } from "../ingest/on-transaction";
import { forgetSeen } from "../ingest/seen";
import { newId } from "../ingest/new-id";
import { runGuards } from "./run-guards";

/** The source, or a refusal that says it is gone. */
export async function sourceOrRefuse(tx: Tx, sourceId: string) {
  const source = await tx.source.findUnique({ where: { id: sourceId } });
  if (!source || source.removedAt)
    throw new DomainError("not_found", "This source does not exist any more.");
  return source;
}

/** Decides who is first among those who start a run of the source or decide about one that waits. */
export async function lockSource(tx: Tx, sourceId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM source WHERE id = ${sourceId}::uuid FOR NO KEY UPDATE`;
}

/**
 * Creates a run and its job in the caller's transaction. A run that is under way is returned
 * instead; one that waits for a person gives way, and its list decides whether the new one agrees.
 */
export async function startRun(
  tx: Tx,
  sourceId: string,
  requestedBy: string,
): Promise<{ runId: string; isNew: boolean }> {
  await lockSource(tx, sourceId);
  const live = await tx.syncRun.findFirst({
    where: { sourceId, state: { in: liveRunStates } },
  });
  if (live) {
    const { from, to } = runGuards.reject;
    const overtaken = await tx.syncRun.updateMany({
      where: { id: live.id, state: { in: from } },
      data: { state: to, finishedAt: new Date() },
    });
    if (overtaken.count === 0) return { runId: live.id, isNew: false };
    await forgetSeen(onTransaction(tx), live.id);
    await tx.source.update({ where: { id: sourceId }, data: { status: "partial" } });
  }
  const runId = newId();
  await tx.syncRun.create({ data: { id: runId, sourceId, requestedBy } });
  await enqueue(tx, "sync-source", { runId }, { singletonKey: runId });
  return { runId, isNew: true };
}
