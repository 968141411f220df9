import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { CampaignState } from "@/lib/domain/lifecycle/campaign";
import { transition } from "@/lib/domain/lifecycle/lifecycle";
import {
  mayUndo,
  reviewItemLifecycle,
  type ReviewItemState,
  undoEventOf,
} from "@/lib/domain/lifecycle/review-item";
import type { Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import { personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { caseOrRefuse, moveCase } from "../offboarding/case-state";
import { holdCampaignsOf } from "./items";
import { judgeReviewed } from "./judge-reviewed";

interface Before {
  state: ReviewItemState;
  reviewerId: string | null;
  position: number;
  firstById: string | null;
  delegatedFrom: string | null;
  by: string | null;
  attestedAt: string | null;
  attestedBy: string | null;
}
type Item = NonNullable<Awaited<ReturnType<typeof lockItem>>>;

async function lockItem(tx: Tx, id: string) {
  await holdCampaignsOf(tx, [id]);
  await tx.$queryRaw`SELECT 1 FROM review_item WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.reviewItem.findUnique({ where: { id }, include: { campaign: true } });
}

/** The attestation before, unless somebody has renewed it since. */
async function restoreAttestation(tx: Tx, item: Item, before: Before): Promise<void> {
  const { identityId, credentialId, decidedAt } = item;
  const attestedAt = before.attestedAt ? new Date(before.attestedAt) : null;
  const data = { attestedAt, attestedBy: before.attestedBy };
  const where = { attestedAt: decidedAt, attestedBy: item.decidedBy };
  if (credentialId) await tx.credential.updateMany({ where: { id: credentialId, ...where }, data });
  else if (identityId) await tx.identity.updateMany({ where: { id: identityId, ...where }, data });
}

/** Takes back what the decision set in motion, as long as nobody has acted on it. */
async function recall(tx: Tx, item: Item, now: Date): Promise<"none" | "reverting"> {
  if (item.effect !== "done") return "none";
  if (item.caseId) await moveCase(tx, await caseOrRefuse(tx, item.caseId), "cancel", now);
  if (item.taskId) {
    const { count } = await tx.reviewTask.updateMany({
      where: { id: item.taskId, state: "open" },
      data: { state: "cancelled", finishedAt: now },
    });
    if (count === 0)
      throw new DomainError("conflict", "Its task is already done. Nothing was changed.");
  }
  return item.decision === "change_owner" ? "reverting" : "none";
}

/** Takes one's own last answer to an item back while the campaign is open. */
export const undoDecision = defineCommand({
  name: "review.undo",
  event: "review.decision-undone",
  permission: "review:decide",
  input: z.strictObject({ itemId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const item = await lockItem(tx, input.itemId);
    const before = item?.before as Before | null | undefined;
    const personId = personIdOf(ctx);
    if (!item || !before || personId === null || before.by !== personId)
      throw new DomainError("not_found", "You have not answered this. Nothing was changed.");
    if (!mayUndo(item.campaign.state as CampaignState))
      throw new DomainError("conflict", "This review is closed. Nothing was changed.");
    const state = item.state as ReviewItemState;
    transition(reviewItemLifecycle, state, undoEventOf(state, before.state));
    const effect = await recall(tx, item, ctx.now);
    if (item.decision === "keep") {
      await restoreAttestation(tx, item, before);
      await judgeReviewed(tx, [item.id]);
    }
    await tx.reviewItem.update({
      where: { id: item.id },
      data: {
        state: before.state,
        position: before.position,
        reviewerId: before.reviewerId,
        firstById: before.firstById,
        delegatedFrom: before.delegatedFrom,
        decision: null,
        reason: null,
        decidedById: null,
        decidedBy: null,
        decidedAt: null,
        effect,
        effectNote: null,
        caseId: null,
        taskId: null,
      },
    });
    await tx.$executeRaw`UPDATE review_item SET before = NULL WHERE id = ${item.id}::uuid`;
    await tx.$executeRaw`UPDATE review_decision SET undone_at = ${ctx.now} WHERE id = (
      SELECT id FROM review_decision WHERE item_id = ${item.id}::uuid AND undone_at IS NULL ORDER BY at DESC LIMIT 1)`;
    if (effect === "reverting")
      await enqueue(tx, "advance-reviews", {}, { singletonKey: "advance-reviews" });
    return {
      result: { itemId: item.id },
      audit: {
        targetType: "review_item",
        targetId: item.id,
        detail: { campaignId: item.campaignId, name: item.name, decision: item.decision },
      },
    };
  },
});
