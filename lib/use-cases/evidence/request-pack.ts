import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { authorise, type Context } from "../context";
import { defineCommand } from "../define-command";
import { queuePack } from "./queue-pack";
import { subjectOf, subjectTypes } from "./subjects";

const asDate = (day: string | undefined): Date | null =>
  day ? new Date(`${day}T00:00:00Z`) : null;

/** The subject's own readers decide who may take it out: all of it, not only what is theirs. */
function authoriseSubject(ctx: Context, type: string): void {
  const { permission } = subjectOf(type);
  if (authorise(ctx, permission) !== "all")
    throw new DomainError(
      "forbidden",
      "Your role reads only a part of this. Nothing was exported.",
    );
}

/** Asks for an evidence pack; the worker makes it. */
export const requestPack = defineCommand({
  name: "evidence.request",
  event: "evidence.requested",
  permission: "evidence:export",
  input: z.strictObject({
    subject: z.enum(subjectTypes),
    subjectId: z.uuid().optional(),
    from: z.iso.date().optional(),
    /** The last day that is included. */
    to: z.iso.date().optional(),
  }),
  run: async ({ tx, ctx, input }) => {
    authoriseSubject(ctx, input.subject);
    const { subject, subjectId = null, from = null, to = null } = input;
    const { title, totalRows } = await subjectOf(subject).describe(ctx, { subjectId, from, to });
    const range = { rangeFrom: asDate(input.from), rangeTo: asDate(input.to) };
    const same = await tx.evidencePack.findFirst({
      where: { subject, subjectId, ...range, state: { in: ["queued", "running"] } },
      select: { id: true },
    });
    if (same)
      throw new DomainError("conflict", "This pack is already being made. Nothing was changed.");
    const packId = await queuePack(tx, ctx, { subject, subjectId, title, totalRows, ...range });
    return {
      result: { packId, title },
      audit: {
        targetType: "evidence_pack",
        targetId: packId,
        detail: { subject, subjectId, title },
      },
    };
  },
});
