import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { campaignLifecycle } from "@/lib/domain/lifecycle/campaign";
import { enqueue } from "@/lib/infra/queue";
import { personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { Parameters } from "../identities/filter-sql";
import { actorName, audited } from "./notes";
import { checkPeople, mostIdentities, queryOf, scopeInput, scopeSql } from "./scope-sql";

const mostDays = 366;
const dayMs = 86_400_000;

export const campaignInput = scopeInput.extend({
  name: z.string().trim().min(3, "Give the review a name").max(120),
  /** Days before the due date on which whoever has something open is reminded. */
  remindDays: z.array(z.number().int().min(1).max(60)).max(5).default([3, 1]),
  dueAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});

/**
 * Freezes the scope as it is at this moment and lets the worker write an item for each credential.
 * Reviewers are asked once all are written.
 */
export const createCampaign = defineCommand({
  name: "review.create",
  event: "review.created",
  permission: "review:run",
  input: campaignInput,
  run: async ({ tx, ctx, input }) => {
    await checkPeople(input);
    const daysAhead = (input.dueAt.getTime() - ctx.now.getTime()) / dayMs;
    if (daysAhead <= 0 || daysAhead > mostDays) {
      throw new DomainError("invalid_input", "The due date must be within the next year.", {
        fields: { dueAt: "must be within the next year" },
      });
    }
    const query = await queryOf(ctx, input);
    const { name, reviewer, personId = null, twoPeople, overdueDefault, dueAt, remindDays } = input;
    const made = await tx.reviewCampaign.create({
      data: {
        name,
        query,
        state: campaignLifecycle.initial,
        reviewer,
        personId,
        twoPeople,
        overdueDefault,
        dueAt,
        remindDays,
        scopeSize: 0,
        createdById: personIdOf(ctx),
        createdBy: actorName(ctx),
        createdAt: ctx.now,
      },
    });
    const p = new Parameters();
    const id = p.add(made.id);
    const where = await scopeSql(ctx, query, p);
    const scopeSize = await tx.$executeRawUnsafe(
      `INSERT INTO review_scope (campaign_id, identity_id)
       SELECT ${id}::uuid, id FROM identity WHERE ${where} LIMIT ${mostIdentities + 1}`,
      ...p.values,
    );
    checkSize(scopeSize);
    await tx.reviewCampaign.update({ where: { id: made.id }, data: { scopeSize } });
    await enqueue(tx, "advance-reviews", {}, { singletonKey: "advance-reviews" });
    return {
      result: { campaignId: made.id, identities: scopeSize },
      audit: audited(made.id, {
        name,
        query,
        identities: scopeSize,
        reviewer,
        personId,
        twoPeople,
        overdueDefault,
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
