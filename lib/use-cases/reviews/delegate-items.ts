import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { reasonText } from "@/lib/domain/reason";
import { actorName, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { Parameters } from "../identities/parameters";
import { holdCampaign } from "./items";
import { audited } from "./notes";
import { activePerson } from "./scope-sql";

/**
 * Hands what waits for oneself to another person, and writes down who did so and why. Analysts may
 * hand on what waits for somebody else (`fromPersonId`), or for the analysts (null).
 */
export const delegateItems = defineCommand({
  name: "review.delegate",
  event: "review.delegated",
  permission: "review:decide",
  input: z.strictObject({
    campaignId: z.uuid(),
    itemIds: z.array(z.uuid()).min(1).max(1_000).optional(),
    fromPersonId: z.uuid().nullish(),
    toPersonId: z.uuid(),
    reason: reasonText,
  }),
  run: async ({ tx, ctx, input, reach }) => {
    const { campaignId, itemIds, toPersonId, reason } = input;
    const from = input.fromPersonId === undefined ? personIdOf(ctx) : input.fromPersonId;
    if (reach === "own" && from !== personIdOf(ctx))
      throw new DomainError("forbidden", "You can only delegate what waits for you.");
    if (from === toPersonId)
      throw new DomainError("invalid_input", "It waits for that person already.");
    const toName = await activePerson(toPersonId);
    await holdCampaign(tx, campaignId);
    const fromName = from === null ? "the analysts" : await activePersonName(tx, from);
    const p = new Parameters();
    const to = p.add(toPersonId);
    const at = p.add(ctx.now);
    const waits = `r.reviewer_id IS NOT DISTINCT FROM ${p.add(from)}::uuid`;
    const named = itemIds ? ` AND r.id = ANY(${p.add(itemIds)}::uuid[])` : "";
    const items = await tx.$executeRawUnsafe(
      `UPDATE review_item r SET reviewer_id = ${to}::uuid, delegated_from = r.reviewer_id, assigned_at = ${at}, before = NULL
       FROM review_campaign k WHERE k.id = r.campaign_id AND k.state = 'open' AND k.id = ${p.add(campaignId)}::uuid
         AND r.state IN ('waiting', 'seconding') AND ${waits}${named}
         AND r.first_by_id IS DISTINCT FROM ${to}::uuid`,
      ...p.values,
    );
    if (items === 0) {
      throw new DomainError(
        "not_found",
        "Nothing that waits for this answer can go to that person. Nothing was changed.",
      );
    }
    await tx.reviewDelegation.create({
      data: {
        campaignId,
        fromName,
        toId: toPersonId,
        toName,
        byName: actorName(ctx),
        reason,
        items,
        at: ctx.now,
      },
    });
    return {
      result: { count: items },
      audit: audited(campaignId, { from: fromName, to: toName, toPersonId, reason, count: items }),
    };
  },
});

const activePersonName = async (
  tx: { person: { findUnique(args: { where: { id: string } }): Promise<{ name: string } | null> } },
  id: string,
): Promise<string> => (await tx.person.findUnique({ where: { id } }))?.name ?? "somebody";
