import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { namePattern } from "@/lib/domain/ownership/name-pattern";
import { db, Prisma, type Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { defineQuery } from "../define-query";
import { activePerson } from "../identities/change-owners";
import { scoreAgain } from "../scoring/score-again";
import { applyPatternsSql } from "./apply-patterns";

const mostPatterns = 500;

/** Scores again every identity that has, or had, a candidate by name for this address. */
const rescore = (tx: Tx, email: string): Promise<void> =>
  scoreAgain(
    tx,
    Prisma.sql`SELECT identity_id FROM owner_candidate
      WHERE method = 'name_pattern' AND candidate = ${email}`,
    "a pattern",
  );

export interface PatternRow {
  id: string;
  pattern: string;
  person: { id: string; name: string; email: string; active: boolean };
}

/** The patterns, in the order of the alphabet. */
export const listPatterns = defineQuery({
  permission: "setting:read",
  input: z.strictObject({}),
  run: async (): Promise<{ items: PatternRow[] }> => {
    const rows = await db().ownerPattern.findMany({
      include: { person: true },
      orderBy: [{ pattern: "asc" }, { id: "asc" }],
      take: mostPatterns,
    });
    return {
      items: rows.map(({ id, pattern, person: { id: personId, name, email, status } }) => ({
        id,
        pattern,
        person: { id: personId, name, email, active: status === "active" },
      })),
    };
  },
});

/** Says whose identities of such names are: they become candidates at once and for what is to come. */
export const addPattern = defineCommand({
  name: "owner-pattern.add",
  event: "owner-pattern.added",
  permission: "setting:change",
  input: z.strictObject({ pattern: namePattern, personId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const person = await activePerson(tx, input.personId);
    if (await tx.ownerPattern.findFirst({ where: input })) {
      throw new DomainError("conflict", "This pattern names that person already.");
    }
    if ((await tx.ownerPattern.count()) >= mostPatterns) {
      throw new DomainError(
        "conflict",
        `There are ${mostPatterns} patterns already. Remove one first.`,
      );
    }
    const made = await tx.ownerPattern.create({ data: input });
    const matched = await tx.$executeRawUnsafe(applyPatternsSql, ctx.now);
    await rescore(tx, person.email);
    return {
      result: { id: made.id, matched },
      audit: { targetType: "owner_pattern", targetId: made.id, detail: { ...input, matched } },
    };
  },
});

/** Forgets a pattern and the candidates that only it named; who was rejected stays rejected. */
export const removePattern = defineCommand({
  name: "owner-pattern.remove",
  event: "owner-pattern.removed",
  permission: "setting:change",
  input: z.strictObject({ patternId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const old = await tx.ownerPattern.findUnique({
      where: { id: input.patternId },
      include: { person: true },
    });
    if (!old) throw new DomainError("not_found", "This pattern is no longer there.");
    await tx.ownerPattern.delete({ where: { id: old.id } });
    await rescore(tx, old.person.email);
    await tx.ownerCandidate.deleteMany({
      where: { method: "name_pattern", candidate: old.person.email, rejectedAt: null },
    });
    await tx.$executeRawUnsafe(applyPatternsSql, ctx.now);
    return {
      result: null,
      audit: {
        targetType: "owner_pattern",
        targetId: old.id,
        detail: { pattern: old.pattern, personId: old.personId },
      },
    };
  },
});
