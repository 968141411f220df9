import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import {
  type CampaignEvent,
  campaignLifecycle,
  type CampaignState,
} from "@/lib/domain/lifecycle/campaign";
import { edge, transition } from "@/lib/domain/lifecycle/lifecycle";
import { reviewItemLifecycle } from "@/lib/domain/lifecycle/review-item";
import { reasonText } from "@/lib/domain/reason";
import type { Tx } from "@/lib/infra/db";
import { actorName, type Context } from "../context";
import { defineCommand } from "../define-command";
import { queuePack } from "../evidence/queue-pack";
import { tellClosed } from "./tell-reviewers";
import { audited } from "./notes";

/** Freezes a campaign: whatever waits stays unanswered, and nothing of it changes any more. */
async function end(tx: Tx, ctx: Context, campaignId: string, event: CampaignEvent) {
  await tx.$queryRaw`SELECT 1 FROM review_campaign WHERE id = ${campaignId}::uuid FOR UPDATE`;
  const campaign = await tx.reviewCampaign.findUnique({ where: { id: campaignId } });
  if (!campaign) throw new DomainError("not_found", "There is no such review.");
  const state = transition(campaignLifecycle, campaign.state as CampaignState, event);
  const left = edge(reviewItemLifecycle, "leave_unanswered");
  const { count: unanswered } = await tx.reviewItem.updateMany({
    where: { campaignId, state: { in: left.from } },
    data: { state: left.to, dueAt: null },
  });
  await tx.reviewScope.deleteMany({ where: { campaignId } });
  await tx.reviewCampaign.update({
    where: { id: campaignId },
    data: { state, closedAt: ctx.now, closedBy: actorName(ctx) },
  });
  const counted = await tx.reviewItem.groupBy({
    by: ["decision"],
    where: { campaignId, decision: { not: null } },
    _count: true,
  });
  const decisions = Object.fromEntries(counted.map((row) => [row.decision, row._count]));
  const outcome = `${campaign.items - unanswered} of ${campaign.items} items were answered.`;
  await tellClosed(tx, campaign, outcome, ctx.now);
  return { name: campaign.name, items: campaign.items, unanswered, decisions };
}

/** Ends a review and seals its evidence. What was decided stays in motion; what was not is never counted as kept. */
export const closeCampaign = defineCommand({
  name: "review.close",
  event: "review.closed",
  permission: "review:run",
  input: z.strictObject({ campaignId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const summary = await end(tx, ctx, input.campaignId, "close");
    const packId = await queuePack(tx, ctx, {
      subject: "campaign",
      subjectId: input.campaignId,
      title: `Review ${summary.name}`,
      totalRows: summary.items,
    });
    return {
      result: { unanswered: summary.unanswered },
      audit: audited(input.campaignId, { ...summary, packId }),
    };
  },
});

/** Gives a review up, for example because its scope was wrong; the reason stays in the audit log. */
export const cancelCampaign = defineCommand({
  name: "review.cancel",
  event: "review.cancelled",
  permission: "review:run",
  input: z.strictObject({ campaignId: z.uuid(), reason: reasonText }),
  run: async ({ tx, ctx, input }) => {
    const summary = await end(tx, ctx, input.campaignId, "cancel");
    return {
      result: { unanswered: summary.unanswered },
      audit: audited(input.campaignId, { ...summary, reason: input.reason }),
    };
  },
});
