import { z } from "zod";
import { dayMs } from "@/lib/domain/days";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";

const weeksShown = 12;

/** Approvals of exceptions and offboarding; latencies are of those that a person gave. */
export interface ApprovalFigures {
  decided: number;
  automatic: number;
  medianMs: number | null;
  p95Ms: number | null;
  weeks: { week: string; decided: number; automatic: number; medianMs: number | null }[];
}

const decisions = `
  SELECT date_trunc('week', decided_at AT TIME ZONE 'UTC')::date AS week, automatic,
    extract(epoch FROM decided_at - created_at)::float8 * 1000 AS ms
  FROM policy_exception
  WHERE decided_at >= $1 AND state IN ('approved', 'active', 'expiring', 'expired', 'renewed', 'withdrawn')
  UNION ALL
  SELECT date_trunc('week', a.at AT TIME ZONE 'UTC')::date, false,
    extract(epoch FROM a.at - c.created_at)::float8 * 1000
  FROM offboarding_approval a JOIN offboarding_case c ON c.id = a.case_id
  WHERE a.decision = 'approved' AND a.at >= $1`;
const figures = `count(d.*)::int AS decided, count(*) FILTER (WHERE automatic)::int AS automatic,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE NOT automatic) AS "medianMs",
  percentile_cont(0.95) WITHIN GROUP (ORDER BY ms) FILTER (WHERE NOT automatic) AS "p95Ms"`;

interface Row {
  week: string;
  decided: number;
  automatic: number;
  medianMs: number | null;
  p95Ms: number | null;
  [key: string]: unknown;
}

/** C13, C44: share of approvals that needed nobody, and how long the others took, by week. */
export const getApprovalFigures = defineQuery({
  permission: "policy:read",
  input: z.strictObject({}),
  run: async ({ ctx }): Promise<ApprovalFigures> => {
    const since = new Date(ctx.now.getTime() - weeksShown * 7 * dayMs);
    const [all] = await sql<Row>(`SELECT ${figures} FROM (${decisions}) d`, [since]);
    const weeks = await sql<Row>(
      `SELECT to_char(w, 'YYYY-MM-DD') AS week, ${figures}
       FROM generate_series(date_trunc('week', $1 AT TIME ZONE 'UTC'), $2 AT TIME ZONE 'UTC', interval '7 days') w
       LEFT JOIN (${decisions}) d ON d.week = w::date GROUP BY w ORDER BY w`,
      [since, ctx.now],
    );
    return {
      decided: all?.decided ?? 0,
      automatic: all?.automatic ?? 0,
      medianMs: all?.medianMs ?? null,
      p95Ms: all?.p95Ms ?? null,
      weeks: weeks.map(({ week, decided, automatic, medianMs }) => ({
        week,
        decided,
        automatic,
        medianMs,
      })),
    };
  },
});
