import { z } from "zod";
import { dayMs } from "@/lib/domain/days";
import { DomainError } from "@/lib/domain/errors";
import type { Calendar, ReviewTrigger, RiskLine } from "@/lib/domain/lifecycle/recurrence";
import { sql } from "@/lib/infra/db";
import { actorName, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { defineQuery } from "../define-query";
import { concernsSql } from "./campaign-figures";

interface Row {
  id: string;
  name: string;
  repeats: Calendar | "on_event";
  query: string;
  triggers: ReviewTrigger[];
  risk_line: RiskLine | null;
  due_after_ms: string;
  next_at: Date | null;
  state: "active" | "stopped";
  note: string | null;
  created_by: string;
  last_id: string | null;
  last_name: string | null;
}

const mostSeries = 200;

/** Reviews that open by themselves, those under way first; an owner sees what concerns them. */
export const listSeries = defineQuery({
  permission: "review:read",
  input: z.strictObject({}),
  run: async ({ ctx, reach }) => {
    const concerns = `EXISTS (SELECT 1 FROM review_campaign k WHERE k.series_id = s.id AND ${concernsSql("$1")})`;
    const rows = await sql<Row>(
      `SELECT s.id, s.name, s.repeats, s.query, s.triggers, s.risk_line, s.due_after_ms, s.next_at, s.state, s.note,
         s.created_by, k.id AS last_id, k.name AS last_name
       FROM review_series s LEFT JOIN LATERAL (SELECT id, name FROM review_campaign
         WHERE series_id = s.id ORDER BY opening DESC LIMIT 1) k ON true
       WHERE ${reach === "own" ? concerns : "$1::text IS NOT DISTINCT FROM $1"}
       ORDER BY s.state, s.created_at DESC, s.id LIMIT ${mostSeries}`,
      [personIdOf(ctx)],
    );
    const items = rows.map((row) => ({
      id: row.id,
      name: row.name,
      repeats: row.repeats,
      query: row.query,
      triggers: row.triggers,
      riskLine: row.risk_line,
      dueDays: Math.max(1, Math.round(Number(row.due_after_ms) / dayMs)),
      nextAt: row.next_at?.toISOString() ?? null,
      state: row.state,
      note: row.note,
      createdBy: row.created_by,
      last: row.last_id ? { id: row.last_id, name: row.last_name ?? row.name } : null,
    }));
    return { items };
  },
});

/** Opens nothing more by itself. What is open stays open and is answered as before. */
export const stopSeries = defineCommand({
  name: "review.stop-series",
  event: "review.series-stopped",
  permission: "review:run",
  input: z.strictObject({ seriesId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const { count } = await tx.reviewSeries.updateMany({
      where: { id: input.seriesId, state: "active" },
      data: { state: "stopped", nextAt: null, stoppedAt: ctx.now, stoppedBy: actorName(ctx) },
    });
    if (count === 0)
      throw new DomainError("not_found", "There is no such repeating review, or it is stopped.");
    return {
      result: { seriesId: input.seriesId },
      audit: { targetType: "review_series", targetId: input.seriesId, detail: {} },
    };
  },
});
