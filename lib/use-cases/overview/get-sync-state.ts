import { z } from "zod";
import { liveRunStates } from "@/lib/domain/lifecycle/sync-run";
import { db } from "@/lib/infra/db";
import { defineQuery } from "../define-query";

/** Freshness over all sources: what runs, what failed, and whose complete reading is oldest. */
export const getSyncState = defineQuery({
  permission: "source:read",
  input: z.strictObject({}),
  run: async () => {
    const sources = await db().source.findMany({
      where: { removedAt: null },
      select: {
        id: true,
        name: true,
        lastCompleteAt: true,
        lastError: true,
        runs: { where: { state: { in: liveRunStates } }, select: { state: true } },
      },
      orderBy: [{ lastCompleteAt: { sort: "asc", nulls: "first" } }, { id: "asc" }],
    });
    const oldest = sources[0];
    const having = (isMeant: (state: string) => boolean) =>
      sources
        .filter(({ runs }) => runs.some(({ state }) => isMeant(state)))
        .map(({ id, name }) => ({ sourceId: id, sourceName: name }));
    const isHeld = (state: string) => state === "waiting_for_person";
    return {
      sources: sources.length,
      running: having((state) => !isHeld(state)),
      waiting: having(isHeld),
      failing: sources.filter((source) => source.lastError !== null).length,
      oldest: oldest
        ? {
            sourceId: oldest.id,
            sourceName: oldest.name,
            at: oldest.lastCompleteAt?.toISOString() ?? null,
          }
        : null,
    };
  },
});
