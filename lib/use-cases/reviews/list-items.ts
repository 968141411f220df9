import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { ReviewRow } from "@/lib/domain/lifecycle/review-card";
import { reviewDecisions, reviewItemStates } from "@/lib/domain/lifecycle/review-item";
import { sql } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { Parameters } from "../identities/parameters";
import { campaignOrRefuse } from "./get-campaign";

export const listItemsInput = z.strictObject({
  campaignId: z.uuid(),
  state: z.enum([...reviewItemStates, "failed"]).optional(),
  decision: z.enum(reviewDecisions).optional(),
  reviewerId: z.union([z.uuid(), z.literal("analysts")]).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,3}_[0-9a-f-]{36}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
type Filter = z.output<typeof listItemsInput>;

export type ItemRecord = Omit<ReviewRow, "decidedAt"> & { decidedAt: Date | null };

export const rowColumns = `r.id, r.identity_id AS "identityId", r.subject, r.name, r.identity_name AS "identityName",
  r.source_name AS "sourceName", r.risk, r.owner_name AS owner, w.name AS reviewer, r.state, r.decision, r.reason,
  r.decided_by AS "decidedBy", r.decided_at AS "decidedAt", r.effect, r.effect_note AS "effectNote",
  r.case_id AS "caseId", r.task_id AS "taskId", r.because`;

export const toRow = (row: ItemRecord): ReviewRow => ({
  ...row,
  decidedAt: row.decidedAt?.toISOString() ?? null,
});

function conditions(input: Filter, p: Parameters): string[] {
  const out = [`r.campaign_id = ${p.add(input.campaignId)}::uuid`];
  if (input.state === "failed") out.push("r.effect = 'failed'");
  else if (input.state) out.push(`r.state = ${p.add(input.state)}`);
  if (input.decision) out.push(`r.decision = ${p.add(input.decision)}`);
  if (input.reviewerId === "analysts")
    out.push("r.reviewer_id IS NULL AND r.decided_by_id IS NULL");
  else if (input.reviewerId)
    out.push(`coalesce(r.decided_by_id, r.reviewer_id) = ${p.add(input.reviewerId)}::uuid`);
  return out;
}

function afterSql(cursor: string, p: Parameters): string {
  const [risk = "", id = ""] = cursor.split("_");
  if (!z.uuid().safeParse(id).success)
    throw new DomainError("invalid_input", "cursor: is not one of this list.");
  return `(r.risk < ${p.add(Number(risk))}::int OR (r.risk = ${p.add(Number(risk))}::int AND r.id > ${p.add(id)}::uuid))`;
}

/** The items of a campaign, the riskiest first; an owner sees what was or is theirs. */
export const listItems = defineQuery({
  permission: "review:read",
  input: listItemsInput,
  run: async ({ ctx, input, reach }) => {
    await campaignOrRefuse(ctx, input.campaignId, reach);
    const p = new Parameters();
    const where = conditions(input, p);
    if (reach === "own") {
      const me = `${p.add(personIdOf(ctx))}::uuid`;
      where.push(`(r.reviewer_id = ${me} OR r.decided_by_id = ${me} OR r.owner_id = ${me})`);
    }
    if (input.cursor) where.push(afterSql(input.cursor, p));
    const rows = await sql<ItemRecord>(
      `SELECT ${rowColumns} FROM review_item r LEFT JOIN person w ON w.id = r.reviewer_id
       WHERE ${where.join(" AND ")} ORDER BY r.risk DESC, r.id LIMIT ${input.limit + 1}`,
      p.values,
    );
    const items = rows.slice(0, input.limit).map(toRow);
    const last = items.at(-1);
    const more = rows.length > input.limit && last;
    return { items, nextCursor: more ? `${last.risk}_${last.id}` : null };
  },
});
