import { sql } from "@/lib/infra/db";

export interface Figure {
  /** Null when nothing has been counted yet. */
  now: number | null;
  /** The same about a month ago; null when no snapshot is that old. */
  before: number | null;
  beforeDay: string | null;
}

interface Now {
  identities: number;
  atRisk: number;
  unowned: number;
  overRotation: number;
  neverRotated: number;
  stale: number;
  ai: number;
}

const count = (condition: string, name: string) =>
  `coalesce(sum(identities) FILTER (WHERE ${condition}), 0)::int AS "${name}"`;

const nowSql = `SELECT ${[
  count("true", "identities"),
  count("risk_band IN ('critical', 'high')", "atRisk"),
  count("owner_state = 'none'", "unowned"),
  count("rotation_state = 'over_policy'", "overRotation"),
  count("rotation_state = 'never'", "neverRotated"),
  count("usage_bucket IN ('90_365d', 'gt_365d', 'never')", "stale"),
  count("starts_with(identity_class, 'ai_')", "ai"),
].join(", ")} FROM identity_rollup`;

type Past = Now & { exposed: number; day: string };

/** The snapshot of a day: the newest, or the newest that is at least 28 days old. */
const pastSql = `SELECT ${[
  count("true", "identities"),
  count("risk_band IN ('critical', 'high')", "atRisk"),
  count("starts_with(identity_class, 'ai_')", "ai"),
].join(", ")}, sum(unowned)::int AS unowned, sum(over_rotation)::int AS "overRotation",
  sum(never_rotated)::int AS "neverRotated", sum(stale)::int AS stale, sum(exposed)::int AS exposed,
  to_char(day, 'YYYY-MM-DD') AS day
  FROM daily_snapshot
  WHERE day = (SELECT max(day) FROM daily_snapshot WHERE day <= $1::date - $2::int) GROUP BY day`;

/** The figures of the top row with their value a month ago. Exposed is known from snapshots only. */
export async function readFigures(now: Date): Promise<Record<keyof Now | "exposed", Figure>> {
  const at = now.toISOString();
  const [today, newest, past] = await Promise.all([
    sql<Now & Record<string, unknown>>(nowSql),
    sql<Past & Record<string, unknown>>(pastSql, [at, 0]),
    sql<Past & Record<string, unknown>>(pastSql, [at, 28]),
  ]);
  const before = past[0] ?? null;
  const figure = (value: number | null, key: keyof Now | "exposed"): Figure => ({
    now: value,
    before: before ? before[key] : null,
    beforeDay: before?.day ?? null,
  });
  const current = today[0];
  const of = (key: keyof Now) => figure(current ? current[key] : null, key);
  return {
    identities: of("identities"),
    atRisk: of("atRisk"),
    unowned: of("unowned"),
    overRotation: of("overRotation"),
    neverRotated: of("neverRotated"),
    stale: of("stale"),
    ai: of("ai"),
    exposed: figure(newest[0]?.exposed ?? null, "exposed"),
  };
}
