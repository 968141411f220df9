import type { CampaignState } from "@/lib/domain/lifecycle/campaign";
import type { Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import type { Context } from "../context";
import { Parameters } from "../identities/parameters";
import { mostIdentities, type ScopeInput, scopeSql } from "./scope-sql";

/** Whom a campaign asks about what, however it came to be. */
export interface CampaignPlan extends Pick<
  ScopeInput,
  "reviewer" | "twoPeople" | "overdueDefault"
> {
  name: string;
  query: string;
  personId: string | null;
  dueAt: Date;
  remindDays: number[];
  createdById: string | null;
  createdBy: string;
  seriesId?: string;
  opening?: number;
}

async function insert(tx: Tx, ctx: Context, plan: CampaignPlan, state: CampaignState) {
  const isRolling = state === "open";
  const made = await tx.reviewCampaign.create({
    data: {
      ...plan,
      state,
      rolling: isRolling,
      openedAt: isRolling ? ctx.now : null,
      scopeSize: 0,
      createdAt: ctx.now,
    },
  });
  return made.id;
}

/** A campaign without a scope, open from the beginning: what happens adds its items. */
export const insertRolling = (tx: Tx, ctx: Context, plan: CampaignPlan): Promise<string> =>
  insert(tx, ctx, plan, "open");

/** Freezes the scope as it is now and has the worker write its items. Says how much that is. */
export async function insertCampaign(
  tx: Tx,
  ctx: Context,
  plan: CampaignPlan,
): Promise<{ campaignId: string; identities: number }> {
  const campaignId = await insert(tx, ctx, plan, "preparing");
  const p = new Parameters();
  const id = p.add(campaignId);
  const where = await scopeSql(ctx, plan.query, p);
  const identities = await tx.$executeRawUnsafe(
    `INSERT INTO review_scope (campaign_id, identity_id)
     SELECT ${id}::uuid, id FROM identity WHERE ${where} LIMIT ${mostIdentities + 1}`,
    ...p.values,
  );
  await tx.reviewCampaign.update({
    where: { id: campaignId },
    data: { scopeSize: identities },
  });
  await enqueue(tx, "advance-reviews", {}, { singletonKey: "advance-reviews" });
  return { campaignId, identities };
}
