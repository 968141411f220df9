import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { defineCommand } from "../define-command";
import { runGuards } from "./run-guards";

/** Asks a run to end after the page it reads; one that nobody works on ends at once. */
export const cancelSync = defineCommand({
  name: "source.cancel-sync",
  event: "source.sync-cancelled",
  permission: "source:sync",
  input: z.strictObject({ runId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const run = await tx.syncRun.findUnique({ where: { id: input.runId } });
    if (!run) throw new DomainError("not_found", "This run does not exist.");
    const { from, to } = runGuards.cancel;
    const ended = await tx.syncRun.updateMany({
      where: {
        id: run.id,
        state: { in: from },
        OR: [
          { state: { notIn: runGuards.resume.from } },
          { leaseUntil: null },
          { leaseUntil: { lt: ctx.now } },
        ],
      },
      data: { state: to, cancelAsked: true, finishedAt: ctx.now, leaseUntil: null },
    });
    const asked =
      ended.count > 0
        ? ended
        : await tx.syncRun.updateMany({
            where: { id: run.id, state: { in: runGuards.resume.from } },
            data: { cancelAsked: true },
          });
    if (asked.count === 0) {
      throw new DomainError("conflict", "This run has ended already; nothing was changed.");
    }
    return {
      result: { runId: run.id },
      audit: { targetType: "source", targetId: run.sourceId, detail: { runId: run.id } },
    };
  },
});
