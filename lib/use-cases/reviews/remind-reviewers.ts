import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { sql } from "@/lib/infra/db";
import { systemContext } from "../context";
import { defineCommand } from "../define-command";
import { audited } from "./notes";
import { remindOfEvents } from "./remind-of-events";
import { tellReminder } from "./tell-reviewers";

/** Reminds everybody of one campaign for one of its days, once: the row says which was the last. */
const remind = defineCommand({
  name: "review.remind",
  event: "review.reminded",
  permission: "review:run",
  input: z.strictObject({ campaignId: z.uuid(), daysLeft: z.number().int() }),
  run: async ({ tx, ctx, input }) => {
    const { campaignId: id, daysLeft } = input;
    const { count } = await tx.reviewCampaign.updateMany({
      where: {
        id,
        state: "open",
        OR: [{ remindedDays: null }, { remindedDays: { gt: daysLeft } }],
      },
      data: { remindedDays: daysLeft },
    });
    if (count === 0) throw new DomainError("conflict", "These people were already reminded.");
    const campaign = await tx.reviewCampaign.findUniqueOrThrow({ where: { id } });
    const reviewers = await tellReminder(tx, campaign, daysLeft, ctx.now);
    return { result: null, audit: audited(id, { daysLeft, reviewers }) };
  },
});

/** Reminds where one of the campaign's days has come; of several that were slept through, the last. */
export async function remindReviewers(now: Date): Promise<number> {
  const due = await sql<{ id: string; days: number }>(
    `SELECT k.id, min(d.days) AS days FROM review_campaign k CROSS JOIN LATERAL unnest(k.remind_days) AS d(days)
     WHERE k.state = 'open' AND NOT k.rolling AND k.due_at > $1 AND k.due_at <= $1::timestamptz + make_interval(days => d.days)
       AND (k.reminded_days IS NULL OR k.reminded_days > d.days) GROUP BY 1`,
    [now],
  );
  for (const { id, days } of due)
    await remind(systemContext("reviews", now), { campaignId: id, daysLeft: days });
  return due.length + (await remindOfEvents(now));
}
