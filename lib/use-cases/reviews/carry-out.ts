import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { sql, type Tx } from "@/lib/infra/db";
import { systemContext } from "../context";
import { defineCommand } from "../define-command";
import { assignOwner } from "../identities/assign-owner";
import { openCase } from "../offboarding/open-case";
import { ignoreTaken } from "./notes";
import { openTask } from "./open-task";

interface Outcome {
  effect: "done" | "failed";
  effectNote?: string;
  caseId?: string;
  taskId?: string;
}
type Item = Awaited<ReturnType<Tx["reviewItem"]["findUniqueOrThrow"]>>;

const gone: Outcome = {
  effect: "failed",
  effectNote: "Its source was removed from Muster, so there is nothing left to act on.",
};

async function requestRemoval(tx: Tx, item: Item, now: Date): Promise<Outcome> {
  if (!item.identityId) return gone;
  const identity = await tx.identity.findUniqueOrThrow({ where: { id: item.identityId } });
  const credential = item.credentialId
    ? await tx.credential.findUniqueOrThrow({ where: { id: item.credentialId } })
    : null;
  const open = await tx.offboardingCase.findFirst({
    where: {
      sourceId: identity.sourceId,
      externalId: (credential ?? identity).externalId,
      closedAt: null,
    },
  });
  if (open)
    return { effect: "done", caseId: open.id, effectNote: "A case was open for it already." };
  const made = await openCase(
    tx,
    {
      identityId: item.identityId,
      credentialId: item.credentialId ?? undefined,
      reason: `Review: ${item.reason ?? "no longer needed"}`,
      requestedById: item.decidedById,
      requestedBy: item.decidedBy ?? "Muster",
    },
    now,
  );
  return { effect: "done", caseId: made.caseId };
}

async function perform(tx: Tx, item: Item, now: Date): Promise<Outcome> {
  if (item.decision === "remove") return requestRemoval(tx, item, now);
  if (!item.identityId) return gone;
  return { effect: "done", taskId: await openTask(tx, item, now) };
}

/** Opens the case or the task of one decision, exactly once: the row says so in the same commit. */
const carryOut = defineCommand({
  name: "review.carry-out",
  event: "review.carried-out",
  permission: "offboarding:request",
  input: z.strictObject({ itemId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const locked = await tx.$queryRaw<unknown[]>`SELECT 1 FROM review_item
      WHERE id = ${input.itemId}::uuid AND effect = 'pending' FOR UPDATE`;
    if (locked.length === 0)
      throw new DomainError("conflict", "This decision is already carried out.");
    const item = await tx.reviewItem.findUniqueOrThrow({ where: { id: input.itemId } });
    const outcome = await perform(tx, item, ctx.now);
    await tx.reviewItem.update({ where: { id: item.id }, data: outcome });
    const { caseId = null, taskId = null } = outcome;
    return {
      result: outcome,
      audit: {
        targetType: "review_item",
        targetId: item.id,
        detail: {
          campaignId: item.campaignId,
          name: item.name,
          decision: item.decision,
          by: item.decidedBy,
          caseId,
          taskId,
          outcome: outcome.effect,
        },
      },
    };
  },
});

const most = 500;

/** New owners, and the old ones back where a decision was undone: one bulk command for each person. */
async function changeOwners(now: Date): Promise<number> {
  const groups = await sql<{
    effect: string;
    person: string | null;
    items: string[];
    ids: string[];
  }>(
    `SELECT effect, CASE effect WHEN 'pending' THEN new_owner_id ELSE owner_id END AS person,
       array_agg(id) AS items, array_agg(DISTINCT identity_id) FILTER (WHERE identity_id IS NOT NULL) AS ids
     FROM (SELECT * FROM review_item WHERE effect = 'reverting' OR (effect = 'pending' AND decision = 'change_owner')
       LIMIT ${most}) r GROUP BY 1, 2`,
  );
  for (const { effect, person, items, ids } of groups) {
    const note = await assign(now, person, ids ?? []);
    const after = effect === "reverting" ? "none" : note ? "failed" : "done";
    await sql(
      `UPDATE review_item SET effect = $2, effect_note = $3, new_owner_id = CASE WHEN $4 THEN NULL ELSE new_owner_id END
       WHERE id = ANY($1::uuid[]) AND effect = $5`,
      [items, after, note, effect === "reverting", effect],
    );
  }
  return groups.reduce((sum, { items }) => sum + items.length, 0);
}

/** What went wrong in words, or null. Assigning the same owner twice changes nothing. */
async function assign(now: Date, personId: string | null, ids: string[]): Promise<string | null> {
  if (ids.length === 0) return gone.effectNote ?? null;
  try {
    await assignOwner(systemContext("reviews", now), { target: { ids }, personId });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

/** Carries out what decisions set in motion. A worker that dies leaves the rest pending. */
export async function carryOutDecisions(now: Date, stop: AbortSignal): Promise<number> {
  let done = 0;
  for (let moved = most; moved > 0 && !stop.aborted;) {
    moved = await changeOwners(now);
    const due = await sql<{ id: string }>(
      `SELECT id FROM review_item WHERE effect = 'pending' AND decision <> 'change_owner' LIMIT ${most}`,
    );
    for (const { id } of due) {
      if (stop.aborted) return done;
      await carryOut(systemContext("reviews", now), { itemId: id }).catch(ignoreTaken);
    }
    moved += due.length;
    done += moved;
  }
  return done;
}
