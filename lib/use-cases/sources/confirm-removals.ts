import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { enqueue } from "@/lib/infra/queue";
import { defineCommand } from "../define-command";
import { markUnseen } from "../ingest/mark-missing";
import { onTransaction, type Statements } from "../ingest/on-transaction";
import { wakeReported } from "../offboarding/inventory-check";
import { forgetSeen } from "../ingest/seen";
import { disbelieveReadings, forgetRemovals } from "./disbelieve-readings";
import { reconcilableStreams } from "./reconcilable-streams";
import { runGuards } from "./run-guards";
import { lockSource } from "./start-run";

/** What the run would have marked by itself, had it been less. */
async function markAll(
  client: Statements,
  { id: runId, sourceId }: { id: string; sourceId: string },
  now: Date,
): Promise<number> {
  const streams = await reconcilableStreams(client, runId);
  return (await markUnseen(client, { runId, sourceId, ...streams, now })).missing;
}

/**
 * Decides about the identities that a run did not find: `confirm` marks them missing, `keep` takes
 * the reading for wrong and leaves them.
 */
export const confirmRemovals = defineCommand({
  name: "source.confirm-removals",
  event: "source.removals-decided",
  permission: "source:sync",
  input: z.strictObject({ runId: z.uuid(), decision: z.enum(["confirm", "keep"]) }),
  run: async ({ tx, ctx, input }) => {
    const run = await tx.syncRun.findUnique({ where: { id: input.runId } });
    if (!run) throw new DomainError("not_found", "This run does not exist.");
    await lockSource(tx, run.sourceId);
    const isConfirmed = input.decision === "confirm";
    const { from, to } = isConfirmed ? runGuards.approve : runGuards.reject;
    const decided = await tx.syncRun.updateMany({
      where: { id: run.id, state: { in: from } },
      data: { state: to, finishedAt: ctx.now },
    });
    if (decided.count === 0) {
      throw new DomainError(
        "conflict",
        "Somebody has decided already, or a newer run has replaced this one.",
      );
    }
    const client = onTransaction(tx);
    const missing = isConfirmed ? await markAll(client, run, ctx.now) : 0;
    if (isConfirmed) await forgetRemovals(client, run.sourceId);
    else await disbelieveReadings(client, run.sourceId);
    await forgetSeen(client, run.id);
    await tx.source.update({
      where: { id: run.sourceId },
      data: isConfirmed ? { status: "ok", lastCompleteAt: ctx.now } : { status: "partial" },
    });
    if (isConfirmed) await wakeReported(client, run.sourceId);
    await enqueue(tx, "score-identities", { reason: "removals" }, { singletonKey: "due" });
    return {
      result: { missing },
      audit: {
        targetType: "source",
        targetId: run.sourceId,
        detail: { runId: run.id, decision: input.decision, missing },
      },
    };
  },
});
