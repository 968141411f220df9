import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { holdPeopleStill } from "../people/presence-lock";
import { candidatePeopleSql, changeOwners, scoreOwnersSoon } from "./change-owners";
import { Parameters } from "./parameters";
import { bulkTarget, checkCount, targetNote, targetSql } from "./target";

const one = z.strictObject({ identityId: z.uuid(), candidateId: z.uuid() });

async function candidateOf(tx: Tx, { identityId, candidateId }: z.infer<typeof one>) {
  const found = await tx.ownerCandidate.findFirst({ where: { id: candidateId, identityId } });
  if (!found) throw new DomainError("not_found", "That candidate is no longer there.");
  return found;
}

/** Every line of evidence for one name on one identity, whichever way it came. */
const markSql = `UPDATE owner_candidate SET rejected_at = $3::timestamptz
  WHERE identity_id = $1::uuid AND lower(trim(candidate)) = lower(trim($2))`;

/** Says that a candidate is not the owner; no sync suggests that name again, by any evidence. */
export const rejectCandidate = defineCommand({
  name: "identity.reject-candidate",
  event: "identity.candidate-rejected",
  permission: "identity:assign-owner",
  input: one,
  run: async ({ tx, ctx, input }) => {
    const { identityId, candidateId } = input;
    const { candidate } = await candidateOf(tx, input);
    await tx.$executeRawUnsafe(markSql, identityId, candidate, ctx.now);
    await tx.identityScoring.updateMany({
      where: { identityId },
      data: { rescoreAt: ctx.now, queuedBy: null },
    });
    await scoreOwnersSoon(tx);
    await tx.identityEvent.create({
      data: {
        identityId,
        at: ctx.now,
        kind: "owner_changed",
        summary: `${candidate} rejected as owner`,
      },
    });
    return {
      result: { rejected: candidateId },
      audit: { targetType: "identity", targetId: identityId, detail: { candidate } },
    };
  },
});

/** Says that a candidate is the owner: the person of Muster whom its text stands for. */
export const acceptCandidate = defineCommand({
  name: "identity.accept-candidate",
  event: "identity.candidate-accepted",
  permission: "identity:assign-owner",
  input: one,
  run: async ({ tx, ctx, input }) => {
    await holdPeopleStill(tx);
    const { candidate, method, evidence } = await candidateOf(tx, input);
    const [person] = await tx.$queryRawUnsafe<{ id: string }[]>(
      `SELECT k.id FROM (${candidatePeopleSql}) k WHERE k.key = lower(trim($1))`,
      candidate,
    );
    if (!person) {
      throw new DomainError(
        "conflict",
        `Nobody who can sign in goes by ${candidate}. Invite that person or choose another owner; nothing was changed.`,
      );
    }
    const p = new Parameters();
    const wanted = `SELECT ${p.add(input.identityId)}::uuid AS id, ${p.add(person.id)}::uuid AS owner`;
    await changeOwners(tx, wanted, p, ctx.now);
    await tx.$executeRawUnsafe(markSql, input.identityId, candidate, null);
    return {
      result: { ownerId: person.id },
      audit: {
        targetType: "identity",
        targetId: input.identityId,
        detail: { candidate, method, evidence, ownerId: person.id },
      },
    };
  },
});

/** Confirms the inferred owner of each identity where exactly one person goes by that name. */
export const acceptCandidates = defineCommand({
  name: "identity.accept-candidates",
  event: "identity.candidates-accepted",
  permission: "identity:assign-owner",
  input: z.strictObject({ target: bulkTarget }),
  run: async ({ tx, ctx, input }) => {
    await holdPeopleStill(tx);
    const p = new Parameters();
    const where = await targetSql(ctx, input.target, p);
    const wanted = `SELECT i.id, k.id AS owner
      FROM (SELECT id, owner_hint FROM identity WHERE ${where} AND owner_state = 'inferred') i
      JOIN (${candidatePeopleSql}) k ON k.key = lower(trim(i.owner_hint))`;
    const count = await changeOwners(tx, wanted, p, ctx.now);
    checkCount(input.target, count);
    return { result: { count }, audit: targetNote(input.target, { count }) };
  },
});
