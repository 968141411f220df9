import { z } from "zod";
import { liveRunStates } from "@/lib/domain/lifecycle/sync-run";
import { db, sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { lastReadSql } from "../sources/source-coverage";

/** Sources whose last sync failed, and when what is shown of them was read; the longest silent first. */
async function failingSources() {
  const rows = await sql<{ id: string; name: string; at: Date | null }>(
    `SELECT id, name, ${lastReadSql} AS at FROM source s
     WHERE removed_at IS NULL AND last_error IS NOT NULL ORDER BY at NULLS FIRST, id`,
  );
  return rows.map(({ id, name, at }) => ({
    sourceId: id,
    sourceName: name,
    lastReadAt: at?.toISOString() ?? null,
  }));
}

/** Freshness over all sources: what runs, what failed, and which was read to the end longest ago. */
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
      failing: await failingSources(),
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
