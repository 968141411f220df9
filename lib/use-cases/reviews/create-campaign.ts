import { z } from "zod";
import { dayMs } from "@/lib/domain/days";
import { DomainError } from "@/lib/domain/errors";
import { repetitions, reviewTriggers, riskLines } from "@/lib/domain/lifecycle/recurrence";
import { actorName, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { type CampaignPlan, insertCampaign, insertRolling } from "./insert-campaign";
import { insertSeries } from "./insert-series";
import { audited } from "./notes";
import { checkPeople, mostIdentities, queryOf, scopeInput } from "./scope-sql";

const mostDays = 366;
export const campaignInput = scopeInput.extend({
  name: z.string().trim().min(3, "Give the review a name of at least 3 characters").max(120),
  /** Days before the due date on which whoever has something open is reminded. */
  remindDays: z.array(z.number().int().min(1).max(60)).max(5).default([3, 1]),
  dueAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  /** Every so many months again, or an item for each thing that happens. */
  repeats: z.enum(repetitions).default("never"),
  /** With `on_event`: what is asked about, and the band at which a risk that rose counts. */
  triggers: z.array(z.enum(reviewTriggers)).max(reviewTriggers.length).default([]),
  riskLine: z.enum(riskLines).default("high"),
});

/**
 * Freezes the scope as it is at this moment and lets the worker write an item for each credential.
 * Reviewers are asked once all are written. One that repeats opens again by itself.
 */
export const createCampaign = defineCommand({
  name: "review.create",
  event: "review.created",
  permission: "review:run",
  input: campaignInput.refine(
    ({ repeats, triggers }) => (repeats === "on_event") === triggers.length > 0,
    { path: ["triggers"], message: "Say what the review asks about" },
  ),
  run: async ({ tx, ctx, input }) => {
    await checkPeople(input);
    const aheadMs = input.dueAt.getTime() - ctx.now.getTime();
    if (aheadMs <= 0 || aheadMs > mostDays * dayMs) {
      throw new DomainError("invalid_input", "The due date must be within the next year.", {
        fields: { dueAt: "must be within the next year" },
      });
    }
    const { name, reviewer, personId = null, twoPeople, overdueDefault, dueAt, remindDays } = input;
    const by = { createdById: personIdOf(ctx), createdBy: actorName(ctx) };
    const asks = { name, reviewer, personId, twoPeople, overdueDefault, remindDays, ...by };
    const query = await queryOf(ctx, input);
    const series = await insertSeries(tx, ctx, { ...asks, ...input, personId, query, aheadMs });
    const plan: CampaignPlan = { ...asks, query, dueAt, ...series };
    const isRolling = input.repeats === "on_event";
    const made = isRolling
      ? { campaignId: await insertRolling(tx, ctx, plan), identities: 0 }
      : await insertCampaign(tx, ctx, plan);
    if (!isRolling) checkSize(made.identities);
    const { createdById: _by, createdBy: _name, ...said } = plan;
    return {
      result: { ...made, seriesId: series?.seriesId ?? null },
      audit: audited(made.campaignId, {
        ...said,
        identities: made.identities,
        repeats: input.repeats,
        triggers: input.triggers,
        dueAt: dueAt.toISOString(),
      }),
    };
  },
});

function checkSize(identities: number): void {
  if (identities === 0) {
    throw new DomainError(
      "conflict",
      "Nothing matches this filter, so there is nothing to review.",
    );
  }
  if (identities > mostIdentities) {
    throw new DomainError(
      "too_large",
      `More than ${mostIdentities.toLocaleString("en")} identities match. Nothing was changed; narrow the filter.`,
    );
  }
}
