import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import { defineCommand } from "../define-command";
import { Parameters } from "./filter-sql";
import { rollupDifference } from "./rollup";
import { bulkLimit, bulkTarget, checkCount, targetSql } from "./target";

async function ownerName(tx: Tx, personId: string | null): Promise<string> {
  if (personId === null) return "nobody";
  const person = await tx.person.findUnique({ where: { id: personId } });
  if (person?.status === "active") return person.name;
  throw new DomainError(
    "not_found",
    "That person does not exist or can no longer sign in. Nothing was changed.",
  );
}

/**
 * Books the change over in the rollup, changes the rows, writes a timeline line for each and asks
 * for a new score, all from one set of locked rows.
 */
function statement(
  where: string,
  p: Parameters,
  personId: string | null,
  name: string,
  now: Date,
): string {
  const owner = `${p.add(personId)}::uuid`;
  const state = p.add(personId === null ? "none" : "confirmed");
  const at = `${p.add(now)}::timestamptz`;
  const summary = p.add(personId === null ? "Owner removed" : `Owner set to ${name}`);
  return `WITH target AS MATERIALIZED (
      SELECT * FROM identity WHERE ${where} AND (owner_id IS DISTINCT FROM ${owner} OR owner_state <> ${state}::text)
      LIMIT ${bulkLimit + 1} FOR UPDATE
    ), booked AS (${rollupDifference("target", at, { ownerState: `${state}::text` })}),
    changed AS (
      UPDATE identity i SET owner_id = ${owner}, owner_state = ${state}::text, owner_at = ${at}
      FROM target t WHERE i.id = t.id RETURNING i.id, t.owner_id AS before
    ), noted AS (
      INSERT INTO identity_event (id, identity_id, at, kind, summary, change)
      SELECT gen_random_uuid(), id, ${at}, 'owner_changed', ${summary}::text,
        jsonb_build_object('from', before, 'to', ${owner}) FROM changed
    ), queued AS (
      INSERT INTO identity_scoring (identity_id, rescore_at) SELECT id, clock_timestamp() FROM changed
      ON CONFLICT (identity_id) DO UPDATE SET rescore_at = excluded.rescore_at, queued_by = NULL
    ) SELECT count(*)::int AS count FROM changed`;
}

/** Makes a person the confirmed owner of identities, or leaves them without one. */
export const assignOwner = defineCommand({
  name: "identity.assign-owner",
  event: "identity.owner-assigned",
  permission: "identity:assign-owner",
  input: z.strictObject({ target: bulkTarget, personId: z.uuid().nullable() }),
  run: async ({ tx, ctx, input }) => {
    const name = await ownerName(tx, input.personId);
    const p = new Parameters();
    const where = await targetSql(ctx, input.target, p);
    const text = statement(where, p, input.personId, name, ctx.now);
    const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(text, ...p.values);
    const count = row?.count ?? 0;
    checkCount(input.target, count);
    if (count > 0) {
      await enqueue(tx, "score-identities", { reason: "owner changed" }, { singletonKey: "owner" });
    }
    const ids = "ids" in input.target ? input.target.ids : [];
    return {
      result: { count },
      audit: {
        targetType: "identity",
        ...(ids.length === 1 ? { targetId: ids[0] } : {}),
        detail: {
          count,
          ownerId: input.personId,
          ...("matching" in input.target
            ? { matching: input.target.matching }
            : { ids: ids.slice(0, 100) }),
        },
      },
    };
  },
});

/** Says that a candidate is not the owner; the next sync does not suggest that name again. */
export const rejectCandidate = defineCommand({
  name: "identity.reject-candidate",
  event: "identity.candidate-rejected",
  permission: "identity:assign-owner",
  input: z.strictObject({ identityId: z.uuid(), candidateId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const { identityId, candidateId } = input;
    const { count } = await tx.ownerCandidate.updateMany({
      where: { id: candidateId, identityId },
      data: { rejectedAt: ctx.now },
    });
    if (count === 0) throw new DomainError("not_found", "That candidate is no longer there.");
    await tx.identityScoring.updateMany({
      where: { identityId },
      data: { rescoreAt: ctx.now, queuedBy: null },
    });
    await enqueue(tx, "score-identities", { reason: "owner changed" }, { singletonKey: "owner" });
    const candidate = await tx.ownerCandidate.findUniqueOrThrow({ where: { id: candidateId } });
    await tx.identityEvent.create({
      data: {
        identityId,
        at: ctx.now,
        kind: "owner_changed",
        summary: `${candidate.candidate} rejected as owner`,
      },
    });
    return {
      result: { rejected: candidateId },
      audit: {
        targetType: "identity",
        targetId: identityId,
        detail: { candidate: candidate.candidate },
      },
    };
  },
});
