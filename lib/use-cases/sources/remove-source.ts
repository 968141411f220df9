import { z } from "zod";
import type { Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { sourceOrRefuse } from "./start-run";

/** Deletes a source with all that hangs on it. */
export async function deleteSource(tx: Tx, sourceId: string): Promise<number> {
  const identities = await tx.identity.count({ where: { sourceId } });
  await tx.$executeRaw`DELETE FROM identity_rollup WHERE source_id = ${sourceId}::uuid`;
  await tx.$executeRaw`DELETE FROM daily_snapshot WHERE source_id = ${sourceId}::uuid`;
  await tx.source.delete({ where: { id: sourceId } });
  return identities;
}

/** Disconnects a system and forgets its inventory. */
export const removeSource = defineCommand({
  name: "source.remove",
  event: "source.removed",
  permission: "source:remove",
  stepUp: true,
  input: z.strictObject({ sourceId: z.uuid() }),
  run: async ({ tx, input }) => {
    const source = await sourceOrRefuse(tx, input.sourceId);
    const identities = await deleteSource(tx, source.id);
    return {
      result: { identities },
      audit: {
        targetType: "source",
        targetId: source.id,
        detail: { name: source.name, connector: source.connectorId, identities },
      },
    };
  },
});
