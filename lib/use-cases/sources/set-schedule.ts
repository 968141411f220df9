import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { defineCommand } from "../define-command";
import { syncInterval } from "./add-source";
import { connectorEntry } from "./connector-entries";
import { sourceOrRefuse } from "./start-run";

/** Decides how often a source is read; null means only when somebody asks. */
export const setSchedule = defineCommand({
  name: "source.set-schedule",
  event: "source.schedule-set",
  permission: "source:change",
  input: z.strictObject({ sourceId: z.uuid(), everyMinutes: syncInterval }),
  run: async ({ tx, ctx, input }) => {
    const source = await sourceOrRefuse(tx, input.sourceId);
    const every = input.everyMinutes;
    if (every !== null && !connectorEntry(source.connectorId).manifest.schedulable) {
      throw new DomainError("conflict", "This source is fed by files and cannot be scheduled.");
    }
    const nextSyncAt = every === null ? null : new Date(ctx.now.getTime() + every * 60_000);
    await tx.source.update({
      where: { id: source.id },
      data: { syncEveryMinutes: every, nextSyncAt },
    });
    return {
      result: { nextSyncAt: nextSyncAt?.toISOString() ?? null },
      audit: { targetType: "source", targetId: source.id, detail: { everyMinutes: every } },
    };
  },
});
