import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { defineCommand } from "../define-command";

/** Asks a run to end after the page it reads; one that nobody works on ends at once. */
export const cancelSync = defineCommand({
  name: "source.cancel-sync",
  event: "source.sync-cancelled",
  permission: "source:sync",
  input: z.strictObject({ runId: z.uuid() }),
  run: async ({ tx, input }) => {
    const run = await tx.syncRun.findUnique({ where: { id: input.runId } });
    if (!run) throw new DomainError("not_found", "This run does not exist.");
    const ended = await tx.$executeRaw`
      UPDATE sync_run SET state = 'cancelled', cancel_asked = true, finished_at = now(), lease_until = NULL
      WHERE id = ${run.id}::uuid AND (state = 'queued'
        OR (state = 'running' AND (lease_until IS NULL OR lease_until < now())))`;
    const asked =
      ended > 0
        ? { count: 1 }
        : await tx.syncRun.updateMany({
            where: { id: run.id, state: "running" },
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
