import { z } from "zod";
import { dayOf } from "@/lib/domain/days";
import { DomainError } from "@/lib/domain/errors";
import { type Calendar, nextOpening } from "@/lib/domain/lifecycle/recurrence";
import { sql, type Tx } from "@/lib/infra/db";
import { type Context, systemContext } from "../context";
import { defineCommand } from "../define-command";
import { closeCampaign } from "./end-campaign";
import { type CampaignPlan, insertCampaign } from "./insert-campaign";
import { ignoreTaken } from "./notes";
import { mostIdentities } from "./scope-sql";

export type Series = Awaited<ReturnType<Tx["reviewSeries"]["findUniqueOrThrow"]>>;

/** The saved view as it is today, for whoever could see it at the beginning; else the old query. */
export async function queryNow(tx: Tx, series: Series): Promise<string> {
  const rows = await tx.$queryRaw<{ query: string }[]>`SELECT query FROM saved_view
    WHERE id = ${series.viewId}::uuid AND (shared OR person_id = ${series.createdById}::uuid)`;
  const [view] = rows;
  return view ? (new URLSearchParams(view.query).get("q") ?? "") : series.query;
}

/** A campaign of the series as it is asked from `at` on. */
export function planOf(series: Series, query: string, at: Date): Omit<CampaignPlan, "opening"> {
  return {
    name: series.name,
    query,
    reviewer: series.reviewer as CampaignPlan["reviewer"],
    personId: series.personId,
    twoPeople: series.twoPeople as CampaignPlan["twoPeople"],
    overdueDefault: series.overdueDefault as CampaignPlan["overdueDefault"],
    remindDays: series.remindDays,
    dueAt: new Date(at.getTime() + Number(series.dueAfterMs)),
    createdById: series.createdById,
    createdBy: series.createdBy,
    seriesId: series.id,
  };
}

const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/** Opens it, unless nothing or too much matches today: then the series says so until the next time. */
async function openOne(tx: Tx, ctx: Context, series: Series, opening: number) {
  const query = await queryNow(tx, series);
  const plan = planOf(series, query, ctx.now);
  const name = `${series.name}, ${month.format(ctx.now)}`;
  const { campaignId, identities } = await insertCampaign(tx, ctx, { ...plan, name, opening });
  if (identities > 0 && identities <= mostIdentities) return { campaignId, identities, note: null };
  await tx.reviewCampaign.delete({ where: { id: campaignId } });
  const why =
    identities === 0
      ? "nothing matched its filter"
      : `more than ${mostIdentities.toLocaleString("en")} identities matched its filter`;
  const note = `Not opened on ${dayOf(ctx.now)}: ${why}.`;
  return { campaignId: null, identities, note };
}

/** The opening of a series that is due, in one commit with the date of the next one. */
const openNext = defineCommand({
  name: "review.open-next",
  event: "review.next-opened",
  permission: "review:run",
  input: z.strictObject({ seriesId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const due = await tx.$queryRaw<unknown[]>`SELECT 1 FROM review_series
      WHERE id = ${input.seriesId}::uuid AND state = 'active' AND next_at <= ${ctx.now} FOR UPDATE`;
    if (due.length === 0) throw new DomainError("conflict", "This review is not due.");
    const series = await tx.reviewSeries.findUniqueOrThrow({ where: { id: input.seriesId } });
    const repeats = series.repeats as Calendar;
    const next = nextOpening(series.anchorAt, repeats, series.openings, ctx.now);
    const { note, ...opened } = await openOne(tx, ctx, series, next.nth - 1);
    await tx.reviewSeries.update({
      where: { id: series.id },
      data: { openings: next.nth, nextAt: next.at, note },
    });
    return {
      result: opened,
      audit: {
        targetType: "review_series",
        targetId: series.id,
        detail: { name: series.name, ...opened, note, nextAt: next.at.toISOString() },
      },
    };
  },
});

/**
 * Opens every review whose day has come. The one before it is closed first where it is still open:
 * nobody is asked the same thing twice.
 */
export async function openDueSeries(now: Date, stop: AbortSignal): Promise<number> {
  const due = await sql<{ id: string; open: string[] }>(
    `SELECT s.id, coalesce(array_agg(k.id) FILTER (WHERE k.state = 'open'), '{}') AS open
     FROM review_series s LEFT JOIN review_campaign k ON k.series_id = s.id
     WHERE s.state = 'active' AND s.next_at <= $1 GROUP BY s.id ORDER BY s.id`,
    [now],
  );
  for (const { id, open } of due) {
    if (stop.aborted) break;
    for (const campaignId of open)
      await closeCampaign(systemContext("reviews", now), { campaignId }).catch(ignoreTaken);
    await openNext(systemContext("reviews", now), { seriesId: id }).catch(ignoreTaken);
  }
  return due.length;
}
