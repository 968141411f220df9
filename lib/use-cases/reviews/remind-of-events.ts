import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { sql } from "@/lib/infra/db";
import { systemContext } from "../context";
import { defineCommand } from "../define-command";
import { audited, ignoreTaken } from "./notes";
import { type Nearing, tellNearing } from "./tell-reviewers";

/** Items whose reminder of so many days falls before `until`, and that nobody was reminded of yet. */
const nearingSql = (until: string, days: string): string => `i.state IN ('waiting', 'seconding')
  AND i.due_at > $1::timestamptz AND i.due_at - make_interval(days => ${days}) <= ${until}
  AND coalesce(i.reminded_until < i.due_at - make_interval(days => ${days}), true)`;

/** Whoever has one of them is reminded of all that come within a day: one notice a day, not one for each. */
const remindSql = `
  WITH taken AS (
    UPDATE review_item i SET reminded_until = greatest($1::timestamptz, i.due_at - make_interval(days => $3::int))
    FROM (SELECT DISTINCT i.reviewer_id FROM review_item i
      WHERE i.campaign_id = $2::uuid AND ${nearingSql("$1::timestamptz", "$3::int")}) who
    WHERE i.campaign_id = $2::uuid AND i.reviewer_id IS NOT DISTINCT FROM who.reviewer_id
      AND ${nearingSql("$1::timestamptz + interval '1 day'", "$3::int")}
    RETURNING i.reviewer_id, i.due_at)
  SELECT reviewer_id AS "reviewerId", count(*)::int AS items, min(due_at) AS "dueAt" FROM taken GROUP BY 1`;

/** Reminds the people of one review of what happens; the items remember it. */
const remind = defineCommand({
  name: "review.remind-of-events",
  event: "review.reminded",
  permission: "review:run",
  input: z.strictObject({ campaignId: z.uuid(), daysLeft: z.number().int() }),
  run: async ({ tx, ctx, input: { campaignId: id, daysLeft } }) => {
    const open = await tx.$queryRaw<{ name: string; dueAt: Date }[]>`
      SELECT name, due_at AS "dueAt" FROM review_campaign WHERE id = ${id}::uuid AND state = 'open' FOR UPDATE`;
    const nearing = open[0]
      ? await tx.$queryRawUnsafe<Nearing[]>(remindSql, ctx.now, id, daysLeft)
      : [];
    if (!open[0] || nearing.length === 0)
      throw new DomainError("conflict", "These people were already reminded.");
    await tellNearing(tx, { id, ...open[0] }, nearing, {
      once: ctx.now.toISOString(),
      at: ctx.now,
    });
    return { result: null, audit: audited(id, { daysLeft, reviewers: nearing.length }) };
  },
});

/** Reminds where the date of an item comes near; of several days that were slept through, the last. */
export async function remindOfEvents(now: Date): Promise<number> {
  const due = await sql<{ id: string; days: number }>(
    `SELECT k.id, min(d.days) AS days FROM review_campaign k
     CROSS JOIN LATERAL unnest(k.remind_days) AS d(days) JOIN review_item i ON i.campaign_id = k.id
     WHERE k.state = 'open' AND k.rolling AND ${nearingSql("$1::timestamptz", "d.days")} GROUP BY 1`,
    [now],
  );
  for (const { id, days } of due)
    await remind(systemContext("reviews", now), { campaignId: id, daysLeft: days }).catch(
      ignoreTaken,
    );
  return due.length;
}
