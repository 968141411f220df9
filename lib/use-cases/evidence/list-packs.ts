import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { evidenceSubjects, type EvidenceSubjectType } from "@/lib/domain/evidence-pack/manifest";
import type { PackRow } from "@/lib/domain/evidence-pack/pack-row";
import { db } from "@/lib/infra/db";
import { reachOf, type Context } from "../context";
import { defineQuery } from "../define-query";
import { subjectOf, subjectTypes } from "./subjects";

/** The subjects that this actor may read as a whole. */
const readable = (ctx: Context): EvidenceSubjectType[] =>
  subjectTypes.filter((type) => reachOf(ctx, subjectOf(type).permission) === "all");

export const listPacksInput = z.strictObject({
  subject: z.enum(evidenceSubjects).optional(),
  subjectId: z.uuid().optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

type StoredPack = NonNullable<Awaited<ReturnType<typeof findStored>>>;
const findStored = (id: string) => db().evidencePack.findUnique({ where: { id } });

const toPackRow = (row: StoredPack): PackRow => ({
  id: row.id,
  subject: row.subject as EvidenceSubjectType,
  subjectId: row.subjectId,
  title: row.title,
  state: row.state as PackRow["state"],
  doneRows: row.doneRows,
  totalRows: row.totalRows,
  error: row.error,
  requestedBy: row.requestedBy,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  digest: row.digest,
  bytes: row.bytes === null ? null : Number(row.bytes),
  keyId: row.keyId,
  kept: row.state === "done" && row.sweptAt === null,
});

/** Packs made, newest first: who, when, of what, with which digest. */
export const listPacks = defineQuery({
  permission: "evidence:read",
  input: listPacksInput,
  run: async ({ ctx, input }): Promise<{ items: PackRow[]; nextCursor: string | null }> => {
    const { subject, subjectId, cursor, limit } = input;
    const rows = await db().evidencePack.findMany({
      where: { AND: [{ subject: { in: readable(ctx) } }, { subject, subjectId }] },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
      ...(cursor ? { cursor: { id: cursor }, skip: 1 } : {}),
    });
    const items = rows.slice(0, limit).map(toPackRow);
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  },
});

export const packInput = z.strictObject({ packId: z.uuid() });

/** A pack that this actor may read; throws not-found otherwise. */
export async function readablePack(ctx: Context, packId: string): Promise<StoredPack> {
  const found = await findStored(packId);
  if (!found || !readable(ctx).includes(found.subject as EvidenceSubjectType))
    throw new DomainError("not_found", "There is no such evidence pack.");
  return found;
}

/** One pack, to follow it while it is made. */
export const getPack = defineQuery({
  permission: "evidence:read",
  input: packInput,
  run: async ({ ctx, input }): Promise<PackRow> => toPackRow(await readablePack(ctx, input.packId)),
});
