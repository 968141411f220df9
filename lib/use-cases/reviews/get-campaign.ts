import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type {
  CampaignState,
  OverdueDefault,
  ReviewerRule,
  TwoPeopleRule,
} from "@/lib/domain/lifecycle/campaign";
import { db, sql } from "@/lib/infra/db";
import { type Context, personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { campaignFigures, concernsSql } from "./campaign-figures";

export const campaignParams = z.strictObject({ campaignId: z.uuid() });

const isConcerned = async (campaignId: string, personId: string | null): Promise<boolean> =>
  (
    await sql(`SELECT 1 FROM review_campaign k WHERE k.id = $1::uuid AND ${concernsSql("$2")}`, [
      campaignId,
      personId,
    ])
  ).length > 0;

/** An owner reads a campaign in which something was or is theirs, others read all. */
export async function campaignOrRefuse(ctx: Context, campaignId: string, reach: string) {
  const campaign = await db().reviewCampaign.findUnique({ where: { id: campaignId } });
  if (!campaign || (reach === "own" && !(await isConcerned(campaignId, personIdOf(ctx)))))
    throw new DomainError("not_found", "There is no such review, or nothing of it is yours.");
  return campaign;
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Whether the person may open this review, before all of it is read. Throws not_found. */
export const checkCampaign = defineQuery({
  permission: "review:read",
  input: campaignParams,
  run: async ({ ctx, input, reach }): Promise<void> => {
    await campaignOrRefuse(ctx, input.campaignId, reach);
  },
});

/** A campaign with its progress by reviewer, its decisions and what was handed on. */
export const getCampaign = defineQuery({
  permission: "review:read",
  input: campaignParams,
  run: async ({ ctx, input, reach }) => {
    const { campaignId } = input;
    const campaign = await campaignOrRefuse(ctx, campaignId, reach);
    const [figures, left, delegations, person] = await Promise.all([
      campaignFigures(campaignId),
      db().reviewScope.count({ where: { campaignId } }),
      db().reviewDelegation.findMany({ where: { campaignId }, orderBy: { at: "desc" }, take: 50 }),
      campaign.personId ? db().person.findUnique({ where: { id: campaign.personId } }) : null,
    ]);
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
      rolling: campaign.rolling,
      seriesId: campaign.seriesId,
      items: campaign.items,
      prepared: campaign.scopeSize - left,
      scopeSize: campaign.scopeSize,
      ...figures,
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
