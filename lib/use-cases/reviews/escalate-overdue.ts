import { z } from "zod";
import { dayMs, dayOf } from "@/lib/domain/days";
import type { OverdueDefault } from "@/lib/domain/lifecycle/campaign";
import { transition } from "@/lib/domain/lifecycle/lifecycle";
import {
  escalationDays,
  overdueStep,
  reviewItemLifecycle,
} from "@/lib/domain/lifecycle/review-item";
import { sql, type Tx } from "@/lib/infra/db";
import { systemContext } from "../context";
import { defineCommand } from "../define-command";
import { holdCampaign, type OpenItem } from "./items";
import { audited } from "./notes";
import { tellEscalated } from "./tell-reviewers";
import { type Change, writeDecisions } from "./write-decisions";

const batchSize = 2_000;
/** Whose time is over, and who can no longer answer because they cannot sign in any more. */
const overdue = `r.state IN ('waiting', 'seconding') AND (r.due_at <= $1
  OR EXISTS (SELECT 1 FROM person w WHERE w.id = r.reviewer_id AND w.status <> 'active'))`;

interface Asked {
  item: OpenItem;
  reviewer: string | null;
  position: number;
  dueAt: Date | null;
}

async function ask(tx: Tx, asked: readonly Asked[], now: Date): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE review_item r SET reviewer_id = u.reviewer_id, position = u.position, due_at = u.due_at,
       assigned_at = $5::timestamptz, delegated_from = NULL, before = NULL
     FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::timestamptz[]) AS u(id, reviewer_id, position, due_at)
     WHERE r.id = u.id`,
    asked.map(({ item }) => item.id),
    asked.map((one) => one.reviewer),
    asked.map((one) => one.position),
    asked.map((one) => one.dueAt),
    now,
  );
}

const removal = (item: OpenItem): Change => ({
  item,
  state: transition(reviewItemLifecycle, item.state, "decide"),
  decided: true,
  effect: "pending",
  position: item.position,
  reviewerId: item.reviewer_id,
});

/** One batch of a campaign: the next in line is asked, or its default applies. */
const escalateBatch = defineCommand({
  name: "review.escalate",
  event: "review.escalated",
  permission: "review:run",
  input: z.strictObject({ campaignId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    await holdCampaign(tx, input.campaignId);
    const campaign = await tx.reviewCampaign.findUniqueOrThrow({ where: { id: input.campaignId } });
    const rows = await tx.$queryRawUnsafe<OpenItem[]>(
      `SELECT r.id, r.campaign_id, r.state, r.line, r.position, r.reviewer_id, r.first_by_id, r.due_at
       FROM review_item r WHERE r.campaign_id = $2::uuid AND ${overdue} LIMIT ${batchSize} FOR UPDATE SKIP LOCKED`,
      ctx.now,
      input.campaignId,
    );
    const asked: Asked[] = [];
    const removals: Change[] = [];
    for (const item of rows) {
      const fallback = campaign.overdueDefault as OverdueDefault;
      const isLate = item.due_at !== null && item.due_at <= ctx.now;
      const step = overdueStep(item, isLate ? fallback : "ask_analysts", item.first_by_id);
      if (step.do === "request_removal") removals.push(removal(item));
      else {
        const later = new Date(ctx.now.getTime() + escalationDays * dayMs);
        const dueAt = isLate ? (step.again ? later : null) : item.due_at;
        asked.push({ item, reviewer: step.reviewer, position: step.position, dueAt });
      }
    }
    await ask(tx, asked, ctx.now);
    const moved = asked.map(({ item, reviewer }) => ({ from: item.reviewer_id, to: reviewer }));
    await tellEscalated(tx, campaign, moved, ctx.now);
    if (removals.length > 0) {
      const reason = campaign.rolling
        ? "Nobody answered in time"
        : `Nobody answered by ${dayOf(campaign.dueAt)}`;
      const by = { id: null, name: "Muster, as nobody answered", at: ctx.now };
      await writeDecisions(tx, { decision: "remove", reason, newOwnerId: null, by }, removals);
    }
    return {
      result: { count: rows.length },
      audit: audited(input.campaignId, { asked: asked.length, removals: removals.length }),
    };
  },
});

/** Moves everything whose time is over one step on. Running twice in a minute changes nothing more. */
export async function escalateOverdue(now: Date, stop: AbortSignal): Promise<number> {
  const due = await sql<{ id: string }>(
    `SELECT id FROM review_campaign k WHERE state = 'open' AND EXISTS (
       SELECT 1 FROM review_item r WHERE r.campaign_id = k.id AND ${overdue})`,
    [now],
  );
  let moved = 0;
  for (const { id } of due) {
    let count = batchSize;
    while (count === batchSize && !stop.aborted) {
      ({ count } = await escalateBatch(systemContext("reviews", now), { campaignId: id }));
      moved += count;
    }
  }
  return moved;
}
