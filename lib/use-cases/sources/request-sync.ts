import { z } from "zod";
import { defineCommand } from "../define-command";
import { actorName } from "./add-source";
import { connectorEntry } from "./connector-entries";
import { refuseWithoutFiles } from "./source-files";
import { sourceOrRefuse, startRun } from "./start-run";

/** Starts a run, or names the one under way. */
export const requestSync = defineCommand({
  name: "source.request-sync",
  event: "source.sync-requested",
  permission: "source:sync",
  input: z.strictObject({ sourceId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const source = await sourceOrRefuse(tx, input.sourceId);
    await refuseWithoutFiles(tx, connectorEntry(source.connectorId).manifest, source.id);
    const result = await startRun(tx, source.id, actorName(ctx.actor));
    const detail = { name: source.name, runId: result.runId, isNew: result.isNew };
    return { result, audit: { targetType: "source", targetId: source.id, detail } };
  },
});
