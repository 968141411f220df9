import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type {
  CampaignState,
  OverdueDefault,
  ReviewerRule,
  TwoPeopleRule,
} from "@/lib/domain/lifecycle/campaign";
import type { ReviewDecision } from "@/lib/domain/lifecycle/review-item";
import { db, sql } from "@/lib/infra/db";
import { type Context, personIdOf } from "../context";
import { defineQuery } from "../define-query";

export const campaignParams = z.strictObject({ campaignId: z.uuid() });

interface Counted {
  person_id: string | null;
  name: string | null;
  waiting: number;
  decided: number;
  unanswered: number;
  /** Hours from being asked to the answer; null while nothing is answered. */
  median_hours: number | null;
}

/** An owner reads a campaign in which something was or is theirs, others read all. */
export async function campaignOrRefuse(ctx: Context, campaignId: string, reach: string) {
  const campaign = await db().reviewCampaign.findUnique({ where: { id: campaignId } });
  const me = personIdOf(ctx) ?? "";
  const isMine = async (): Promise<boolean> =>
    (await db().reviewItem.findFirst({
      where: { campaignId, OR: [{ reviewerId: me }, { decidedById: me }, { ownerId: me }] },
      select: { id: true },
    })) !== null;
  if (!campaign || (reach === "own" && !(await isMine())))
    throw new DomainError("not_found", "There is no such review, or nothing of it is yours.");
  return campaign;
}

const shownReviewers = 100;

/** Progress by whoever answered or is asked: one pass over the campaign's items. */
const byReviewer = (campaignId: string): Promise<Counted[]> =>
  sql<Counted>(
    `SELECT g.person_id, w.name, g.waiting, g.decided, g.unanswered, g.median_hours
     FROM (SELECT coalesce(decided_by_id, reviewer_id) AS person_id,
         count(*) FILTER (WHERE state IN ('waiting', 'seconding'))::int AS waiting,
         count(*) FILTER (WHERE state = 'decided')::int AS decided,
         count(*) FILTER (WHERE state = 'unanswered')::int AS unanswered,
         (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - assigned_at))
           FILTER (WHERE decided_at IS NOT NULL) / 3600)::float8 AS median_hours
       FROM review_item WHERE campaign_id = $1::uuid GROUP BY 1) g
     LEFT JOIN person w ON w.id = g.person_id
     ORDER BY g.waiting DESC, g.decided DESC LIMIT ${shownReviewers}`,
    [campaignId],
  );

/** Progress by the team that answers for each item. */
const byTeam = (campaignId: string) =>
  sql<{ team: string | null; waiting: number; decided: number; unanswered: number }>(
    `SELECT team_name AS team, count(*) FILTER (WHERE state IN ('waiting', 'seconding'))::int AS waiting,
       count(*) FILTER (WHERE state = 'decided')::int AS decided,
       count(*) FILTER (WHERE state = 'unanswered')::int AS unanswered
     FROM review_item WHERE campaign_id = $1::uuid GROUP BY 1 ORDER BY 2 DESC, 3 DESC LIMIT ${shownReviewers}`,
    [campaignId],
  );

const byDecision = (campaignId: string) =>
  sql<{ decision: ReviewDecision; count: number; pending: number; failed: number }>(
    `SELECT decision, count(*)::int AS count, count(*) FILTER (WHERE effect = 'pending')::int AS pending,
       count(*) FILTER (WHERE effect = 'failed')::int AS failed
     FROM review_item WHERE campaign_id = $1::uuid AND decision IS NOT NULL GROUP BY 1`,
    [campaignId],
  );

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A campaign with its progress by reviewer, its decisions and what was handed on. */
export const getCampaign = defineQuery({
  permission: "review:read",
  input: campaignParams,
  run: async ({ ctx, input, reach }) => {
    const { campaignId } = input;
    const campaign = await campaignOrRefuse(ctx, campaignId, reach);
    const [reviewers, teams, decisions, left, delegations, person] = await Promise.all([
      byReviewer(campaignId),
      byTeam(campaignId),
      byDecision(campaignId),
      db().reviewScope.count({ where: { campaignId } }),
      db().reviewDelegation.findMany({ where: { campaignId }, orderBy: { at: "desc" }, take: 50 }),
      campaign.personId ? db().person.findUnique({ where: { id: campaign.personId } }) : null,
    ]);
    const total = (key: "waiting" | "decided" | "unanswered"): number =>
      reviewers.reduce((sum, row) => sum + row[key], 0);
    return {
      id: campaign.id,
      name: campaign.name,
      query: campaign.query,
      state: campaign.state as CampaignState,
      reviewer: campaign.reviewer as ReviewerRule,
      person: person?.name ?? null,
      twoPeople: campaign.twoPeople as TwoPeopleRule,
      overdueDefault: campaign.overdueDefault as OverdueDefault,
      dueAt: campaign.dueAt.toISOString(),
      createdAt: campaign.createdAt.toISOString(),
      createdBy: campaign.createdBy,
      openedAt: iso(campaign.openedAt),
      closedAt: iso(campaign.closedAt),
      closedBy: campaign.closedBy,
      items: campaign.items,
      prepared: campaign.scopeSize - left,
      scopeSize: campaign.scopeSize,
      waiting: total("waiting"),
      decided: total("decided"),
      unanswered: total("unanswered"),
      decisions,
      teams,
      reviewers: reviewers.map((row) => ({
        personId: row.person_id,
        name: row.person_id === null ? null : (row.name ?? "Somebody who was removed"),
        waiting: row.waiting,
        decided: row.decided,
        unanswered: row.unanswered,
        medianHours: row.median_hours,
      })),
      delegations: delegations.map((row) => ({
        id: row.id,
        from: row.fromName,
        to: row.toName,
        by: row.byName,
        reason: row.reason,
        items: row.items,
        at: row.at.toISOString(),
      })),
    };
  },
});
