import { z } from "zod";
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
        runs: { where: { state: { in: ["queued", "running"] } }, select: { id: true } },
      },
      orderBy: [{ lastCompleteAt: { sort: "asc", nulls: "first" } }, { id: "asc" }],
    });
    const oldest = sources[0];
    return {
      sources: sources.length,
      running: sources
        .filter((source) => source.runs.length > 0)
        .map((source) => ({ sourceId: source.id, sourceName: source.name })),
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
