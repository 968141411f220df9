import { unusedBuckets } from "@/lib/domain/inventory/buckets";
import { sql } from "@/lib/infra/db";

/** The inventory's query behind each figure: it lists exactly what the figure counts. */
const queries = {
  identities: "",
  atRisk: "band:critical,high",
  unowned: "owner:none",
  pastRotation: "rotation:over_policy,never",
  exposed: "exposed:yes",
  neverRotated: "rotation:never",
  stale: "last-used:unused",
  ai: "class:ai",
} as const;
type Key = keyof typeof queries;

export interface Figure {
  now: number;
  /** The same about a month ago; null when no snapshot is that old. */
  before: number | null;
  beforeDay: string | null;
  /** Text for the inventory's filter. */
  query: string;
}

const count = (condition: string, name: Key): string =>
  `coalesce(sum(identities) FILTER (WHERE ${condition}), 0)::int AS "${name}"`;

/** Prepared counts; what is exposed is few and has an index of its own. */
const nowSql = `SELECT ${[
  count("true", "identities"),
  count("risk_band IN ('critical', 'high')", "atRisk"),
  count("owner_state = 'none'", "unowned"),
  count("rotation_state IN ('over_policy', 'never')", "pastRotation"),
  count("rotation_state = 'never'", "neverRotated"),
  count(`usage_bucket IN ('${unusedBuckets.join("','")}')`, "stale"),
  count("starts_with(identity_class, 'ai_')", "ai"),
].join(", ")}, (SELECT count(*)::int FROM identity
    WHERE missing_since IS NULL AND facts #>> '{exposure,value,public}' = 'true'
      AND source_id NOT IN (SELECT id FROM source WHERE removed_at IS NOT NULL)) AS exposed
  FROM identity_rollup`;

/** The newest snapshot that is at least 28 days old. */
const pastSql = `SELECT ${[
  count("true", "identities"),
  count("risk_band IN ('critical', 'high')", "atRisk"),
  count("starts_with(identity_class, 'ai_')", "ai"),
].join(
  ", ",
)}, sum(unowned)::int AS unowned, sum(over_rotation + never_rotated)::int AS "pastRotation",
  sum(never_rotated)::int AS "neverRotated", sum(stale)::int AS stale, sum(exposed)::int AS exposed,
  to_char(day, 'YYYY-MM-DD') AS day
  FROM daily_snapshot
  WHERE day = (SELECT max(day) FROM daily_snapshot WHERE day <= $1::date - 28) GROUP BY day`;

type Counts = Record<Key, number>;

/** What is counted now, what it was a month ago, and where the list behind it is. */
export async function readFigures(now: Date): Promise<Record<Key, Figure>> {
  const [[current], [past]] = await Promise.all([
    sql<Counts & Record<string, unknown>>(nowSql),
    sql<Counts & { day: string } & Record<string, unknown>>(pastSql, [now.toISOString()]),
  ]);
  const entries = Object.entries(queries).map(([name, query]) => {
    const key = name as Key;
    const before = past ? past[key] : null;
    return [key, { now: current?.[key] ?? 0, before, beforeDay: past?.day ?? null, query }];
  });
  return Object.fromEntries(entries) as Record<Key, Figure>;
}
