import { z } from "zod";
import { Prisma, type Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import { defineCommand } from "../define-command";
import { onTransaction } from "../ingest/on-transaction";
import { forgetSeen } from "../ingest/seen";
import { runGuards } from "./run-guards";
import { sourceOrRefuse } from "./start-run";

/** How far the deletion of a source is. */
export interface Removal {
  name: string;
  total: number;
  done: number;
}

/**
 * Hides a source and all that hangs on it, forgets both its credentials and ends its run, at once; a job
 * deletes the rows. Its name is free again.
 */
export async function hideSource(tx: Tx, sourceId: string, now: Date): Promise<Removal> {
  const { name } = await tx.source.findUniqueOrThrow({ where: { id: sourceId } });
  const removal = { name, total: await tx.identity.count({ where: { sourceId } }), done: 0 };
  await tx.identityRollup.deleteMany({ where: { sourceId } });
  await tx.dailySnapshot.deleteMany({ where: { sourceId } });
  const { from, to } = runGuards.cancel;
  const ended = await tx.syncRun.updateManyAndReturn({
    where: { sourceId, state: { in: from } },
    data: { state: to, cancelAsked: true, finishedAt: now, leaseUntil: null },
    select: { id: true },
  });
  for (const { id } of ended) await forgetSeen(onTransaction(tx), id);
  await tx.source.update({
    where: { id: sourceId },
    data: {
      name: `${name} (removed ${sourceId})`,
      isSample: false,
      sealedSecrets: null,
      sealedActions: null,
      actionConfig: Prisma.DbNull,
      nextSyncAt: null,
      syncEveryMinutes: null,
      removedAt: now,
      removal,
    },
  });
  await enqueue(tx, "remove-source", { sourceId }, { singletonKey: sourceId });
  return removal;
}

/** Disconnects a system and forgets its inventory: hidden at once, deleted by a job. */
export const removeSource = defineCommand({
  name: "source.remove",
  event: "source.removed",
  permission: "source:remove",
  stepUp: true,
  input: z.strictObject({ sourceId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const source = await sourceOrRefuse(tx, input.sourceId);
    const { total } = await hideSource(tx, source.id, ctx.now);
    return {
      result: { identities: total },
      audit: {
        targetType: "source",
        targetId: source.id,
        detail: { name: source.name, connector: source.connectorId, identities: total },
      },
    };
  },
});
