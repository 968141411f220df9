import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { enqueue } from "@/lib/infra/queue";
import { defineCommand } from "../define-command";
import { markRemovals } from "../ingest/mark-missing";
import { onTransaction } from "../ingest/on-transaction";
import { runGuards } from "./run-guards";

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
    const missing = isConfirmed
      ? await markRemovals(onTransaction(tx), {
          runId: run.id,
          sourceId: run.sourceId,
          now: ctx.now,
        })
      : 0;
    await tx.syncRemoval.deleteMany({ where: { runId: run.id } });
    await tx.source.update({
      where: { id: run.sourceId },
      data: isConfirmed ? { status: "ok", lastCompleteAt: ctx.now } : { status: "partial" },
    });
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
