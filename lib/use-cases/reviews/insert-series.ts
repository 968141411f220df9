import {
  openingAt,
  type Repetition,
  type ReviewTrigger,
  type RiskLine,
} from "@/lib/domain/lifecycle/recurrence";
import type { Tx } from "@/lib/infra/db";
import type { Context } from "../context";
import type { CampaignPlan } from "./insert-campaign";

interface SeriesPlan extends Omit<CampaignPlan, "dueAt"> {
  repeats: Repetition;
  triggers: ReviewTrigger[];
  riskLine: RiskLine;
  viewId?: string | undefined;
  aheadMs: number;
}

/** What a review repeats as of now; nothing where it does not. This opening is the first. */
export async function insertSeries(
  tx: Tx,
  ctx: Context,
  { repeats, aheadMs, viewId, triggers, riskLine, ...plan }: SeriesPlan,
): Promise<{ seriesId: string; opening: number } | undefined> {
  if (repeats === "never") return undefined;
  const { name, query, reviewer, personId, twoPeople, overdueDefault, remindDays } = plan;
  const made = await tx.reviewSeries.create({
    data: {
      name,
      repeats,
      viewId: viewId ?? null,
      query,
      reviewer,
      personId,
      twoPeople,
      overdueDefault,
      remindDays,
      dueAfterMs: aheadMs,
      triggers: [...new Set(triggers)],
      riskLine: triggers.includes("risk") ? riskLine : null,
      anchorAt: ctx.now,
      nextAt: repeats === "on_event" ? null : openingAt(ctx.now, repeats, 1),
      createdById: plan.createdById,
      createdBy: plan.createdBy,
      createdAt: ctx.now,
      seenAt: ctx.now,
    },
  });
  return { seriesId: made.id, opening: 0 };
}
