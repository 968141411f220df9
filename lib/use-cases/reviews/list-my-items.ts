import { z } from "zod";
import type { ReviewCard } from "@/lib/domain/lifecycle/review-card";
import { sql } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { Parameters } from "../identities/parameters";
import { cardColumns, type StoredItem, toCard } from "./card";
import { mineSql } from "./items";

export const myItemsInput = z.strictObject({
  campaignId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

/** What waits for this person now, the riskiest first; what they decide leaves the list. */
export const listMyItems = defineQuery({
  permission: "review:decide",
  input: myItemsInput,
  run: async ({ ctx, input, reach }): Promise<{ total: number; items: ReviewCard[] }> => {
    const p = new Parameters();
    const mine = mineSql(personIdOf(ctx), reach, p);
    const of = input.campaignId ? ` AND r.campaign_id = ${p.add(input.campaignId)}::uuid` : "";
    const rows = await sql<StoredItem & { total: number }>(
      `WITH mine AS MATERIALIZED (
         SELECT r.id, r.risk, r.digest, r.campaign_id, r.due_at FROM review_item r
         JOIN review_campaign k ON k.id = r.campaign_id AND k.state = 'open' WHERE ${mine}${of}
       ), first AS (SELECT * FROM mine ORDER BY risk DESC, due_at, id LIMIT ${input.limit})
       SELECT ${cardColumns}, (SELECT count(*)::int FROM mine) AS total,
         (SELECT count(*)::int FROM mine m WHERE m.campaign_id = r.campaign_id AND m.digest = r.digest) AS equal
       FROM first f JOIN review_item r ON r.id = f.id JOIN review_campaign k ON k.id = r.campaign_id
       ORDER BY r.risk DESC, r.due_at, r.id`,
      p.values,
    );
    return { total: rows[0]?.total ?? 0, items: rows.map(toCard) };
  },
});
