import type { EvidenceSubjectType } from "@/lib/domain/evidence-pack/manifest";
import type { Prisma, Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import { actorName, type Context, personIdOf } from "../context";

interface WantedPack {
  subject: EvidenceSubjectType;
  subjectId: string | null;
  title: string;
  totalRows: number | null;
  rangeFrom?: Date | null;
  rangeTo?: Date | null;
}

/** Notes a pack for the worker to make, in the transaction of whatever asks for it. */
export async function queuePack(tx: Tx, ctx: Context, wanted: WantedPack): Promise<string> {
  const data: Prisma.EvidencePackUncheckedCreateInput = {
    ...wanted,
    state: "queued",
    requestedById: personIdOf(ctx),
    requestedBy: actorName(ctx),
    createdAt: ctx.now,
  };
  const { id } = await tx.evidencePack.create({ data, select: { id: true } });
  await enqueue(tx, "make-evidence-pack", { packId: id });
  return id;
}
