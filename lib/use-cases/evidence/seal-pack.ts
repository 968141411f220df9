import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { Prisma, Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";

const attempt = z.strictObject({ packId: z.uuid(), attempt: z.int() });

async function finish(
  tx: Tx,
  { packId, attempt: n }: z.output<typeof attempt>,
  data: Prisma.EvidencePackUpdateManyMutationInput,
) {
  const { count } = await tx.evidencePack.updateMany({
    where: { id: packId, attempt: n, state: "running" },
    data,
  });
  if (count === 0)
    throw new DomainError("conflict", "Another attempt at this pack has taken over.");
  return tx.evidencePack.findUniqueOrThrow({ where: { id: packId } });
}

/** The pack is whole: its digest stands in the audit log. */
export const sealPack = defineCommand({
  name: "evidence.seal",
  event: "evidence.sealed",
  permission: "evidence:export",
  input: attempt.extend({ digest: z.string().length(64), bytes: z.int(), keyId: z.string() }),
  run: async ({ tx, ctx, input }) => {
    const { digest, bytes, keyId } = input;
    const pack = await finish(tx, input, {
      state: "done",
      finishedAt: ctx.now,
      error: null,
      digest,
      bytes,
      keyId,
    });
    const detail = { title: pack.title, digest, bytes, keyId };
    return { result: null, audit: { targetType: "evidence_pack", targetId: pack.id, detail } };
  },
});

export const failPack = defineCommand({
  name: "evidence.fail",
  event: "evidence.failed",
  permission: "evidence:export",
  input: attempt.extend({ reason: z.string() }),
  run: async ({ tx, ctx, input }) => {
    const { reason } = input;
    const pack = await finish(tx, input, { state: "failed", finishedAt: ctx.now, error: reason });
    await tx.evidenceChunk.deleteMany({ where: { packId: pack.id } });
    const detail = { title: pack.title, reason };
    return { result: null, audit: { targetType: "evidence_pack", targetId: pack.id, detail } };
  },
});
