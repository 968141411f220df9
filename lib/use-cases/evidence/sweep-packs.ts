import { z } from "zod";
import { dayMs } from "@/lib/domain/days";
import { systemContext } from "../context";
import { defineCommand } from "../define-command";
import { db } from "@/lib/infra/db";

const keepDays = 30;

const sweep = defineCommand({
  name: "evidence.sweep",
  event: "evidence.swept",
  permission: "evidence:export",
  input: z.strictObject({ packIds: z.array(z.uuid()) }),
  run: async ({ tx, ctx, input }) => {
    const { packIds } = input;
    await tx.evidenceChunk.deleteMany({ where: { packId: { in: packIds } } });
    await tx.evidencePack.updateMany({
      where: { id: { in: packIds } },
      data: { sweptAt: ctx.now },
    });
    return { result: null, audit: { targetType: "evidence_pack", detail: { packIds } } };
  },
});

/** Removes the bytes of packs older than 30 days; who made them, and their digest, stay. */
export async function sweepPacks(now: Date): Promise<number> {
  const before = new Date(now.getTime() - keepDays * dayMs);
  const old = await db().evidencePack.findMany({
    where: { state: "done", sweptAt: null, finishedAt: { lt: before } },
    select: { id: true },
    take: 100,
  });
  if (old.length === 0) return 0;
  await sweep(systemContext("evidence", now), { packIds: old.map((pack) => pack.id) });
  return old.length;
}
