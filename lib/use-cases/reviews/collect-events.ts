import { z } from "zod";
import {
  bandsBelow,
  bandsFrom,
  type ReviewTrigger,
  type RiskLine,
} from "@/lib/domain/lifecycle/recurrence";
import { rules } from "@/lib/domain/policy/rules";
import { db, sql, type Tx } from "@/lib/infra/db";
import { type Context, systemContext } from "../context";
import { defineCommand } from "../define-command";
import { Parameters } from "../identities/parameters";
import { awaitsScore } from "./awaits-score";
import { insertRolling } from "./insert-campaign";
import { planOf, queryNow, type Series } from "./open-series";
import { scopeSql } from "./scope-sql";
import { tellAsked } from "./tell-reviewers";
import { type Execute, writeItems } from "./write-items";

const batchSize = 1_000;
/** A long transaction writes down what happened when it began: so far back is looked once more. */
const lateMs = 2 * 3_600_000;

/** A secret that others can read is what an exposure is. */
const exposureRules = rules.filter((rule) => rule.id.startsWith("nhi2-")).map((rule) => rule.id);

interface Happened {
  identity_id: string;
  cause: string;
  because: string;
}

/** What happened since, by trigger: whose it is, when, what it is known by, and in words. */
function eventSql(series: Series, p: Parameters): string {
  const line = (series.riskLine ?? "high") as RiskLine;
  const since = `${p.add(new Date(Math.max(series.createdAt.getTime(), series.seenAt.getTime() - lateMs)))}::timestamptz`;
  const event = `SELECT identity_id, id::text AS cause, summary AS because, at FROM identity_event WHERE at > ${since}`;
  const found = "greatest(first_seen_at, CASE WHEN reopen_count > 0 THEN last_seen_at END)";
  const parts: Record<ReviewTrigger, () => string> = {
    owner: () => `${event} AND kind = 'owner_changed' AND change ->> 'to' IS NOT NULL`,
    risk: () => `${event} AND kind = 'band_changed'
      AND change -> 'risk_band' ->> 'from' = ANY(${p.add(bandsBelow(line))}::text[])
      AND change -> 'risk_band' ->> 'to' = ANY(${p.add(bandsFrom(line))}::text[])`,
    exposure:
      () => `SELECT identity_id, id || ':' || reopen_count, 'Exposed: ' || title, ${found} FROM finding
      WHERE state = 'open' AND rule_id = ANY(${p.add(exposureRules)}::text[])
        AND ${found} > ${p.add(series.createdAt)}::timestamptz`,
  };
  return (series.triggers as ReviewTrigger[])
    .map((trigger) => parts[trigger]())
    .join(" UNION ALL ");
}

/**
 * The newest event of each identity in the scope that nobody was asked about: not this one, and no
 * other while an answer is awaited, nor one that was answered after it happened. One that is to be
 * judged again waits for that.
 */
async function happened(tx: Tx, ctx: Context, series: Series, query: string): Promise<Happened[]> {
  const p = new Parameters();
  const events = eventSql(series, p);
  const where = await scopeSql(ctx, query, p);
  return tx.$queryRawUnsafe<Happened[]>(
    `SELECT DISTINCT ON (e.identity_id) e.identity_id, e.cause, e.because FROM (${events}) e
     WHERE EXISTS (SELECT 1 FROM identity WHERE id = e.identity_id AND missing_since IS NULL AND ${where})
       AND NOT ${awaitsScore("e.identity_id")}
       AND NOT EXISTS (SELECT 1 FROM review_item r JOIN review_campaign k ON k.id = r.campaign_id
         WHERE k.series_id = ${p.add(series.id)}::uuid AND r.identity_id = e.identity_id
           AND (r.cause = e.cause OR r.state IN ('waiting', 'seconding') OR coalesce(r.decided_at, r.assigned_at) >= e.at))
     ORDER BY e.identity_id, e.at DESC LIMIT ${batchSize}`,
    ...p.values,
  );
}

/** The campaign that takes the items: the open one, or a new one where that was closed. */
async function rollingOf(tx: Tx, ctx: Context, series: Series, query: string) {
  const open = await tx.reviewCampaign.findFirst({ where: { seriesId: series.id, state: "open" } });
  const plan = planOf(series, query, ctx.now);
  if (open) {
    return tx.reviewCampaign.update({ where: { id: open.id }, data: { dueAt: plan.dueAt } });
  }
  const id = await insertRolling(tx, ctx, { ...plan, opening: series.openings });
  await tx.reviewSeries.update({
    where: { id: series.id },
    data: { openings: series.openings + 1 },
  });
  return tx.reviewCampaign.findUniqueOrThrow({ where: { id } });
}

/** Asks about one batch of events, in one commit with the items that remember them. */
const collect = defineCommand({
  name: "review.ask",
  event: "review.asked",
  permission: "review:run",
  input: z.strictObject({ seriesId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    await tx.$queryRaw`SELECT 1 FROM review_series WHERE id = ${input.seriesId}::uuid FOR UPDATE`;
    const series = await tx.reviewSeries.findUniqueOrThrow({ where: { id: input.seriesId } });
    const query = await queryNow(tx, series);
    const events = series.state === "active" ? await happened(tx, ctx, series, query) : [];
    let items = 0;
    if (events.length > 0) {
      const campaign = await rollingOf(tx, ctx, series, query);
      const { reviewer, personId, twoPeople, dueAt } = planOf(series, query, ctx.now);
      const asking = { id: campaign.id, reviewer, person_id: personId, two_people: twoPeople };
      const execute: Execute = (text, values = []) => tx.$executeRawUnsafe(text, ...values);
      items = await writeItems(execute, asking, events, { now: ctx.now, dueAt });
      await tellAsked(
        tx,
        campaign,
        events.map((event) => event.cause),
        ctx.now,
      );
    }
    if (events.length < batchSize)
      await tx.reviewSeries.update({ where: { id: series.id }, data: { seenAt: ctx.now } });
    return {
      result: { events: events.length },
      audit: {
        targetType: "review_series",
        targetId: series.id,
        detail: { name: series.name, events: events.length, items },
      },
    };
  },
});

/** Whether anything waits: a look every minute must not leave a line in the audit log every minute. */
async function isNews(id: string, now: Date): Promise<boolean> {
  const ctx = systemContext("reviews", now);
  return db().$transaction(async (tx) => {
    const series = await tx.reviewSeries.findUniqueOrThrow({ where: { id } });
    return (await happened(tx, ctx, series, await queryNow(tx, series))).length > 0;
  });
}

/** Adds an item for everything that event-driven reviews ask about and nobody was asked yet. */
export async function collectEvents(now: Date, stop: AbortSignal): Promise<number> {
  const active = await sql<{ id: string }>(
    "SELECT id FROM review_series WHERE state = 'active' AND repeats = 'on_event' ORDER BY id",
  );
  let asked = 0;
  for (const { id } of active) {
    while (!stop.aborted && (await isNews(id, now)))
      asked += (await collect(systemContext("reviews", now), { seriesId: id })).events;
  }
  return asked;
}
