import { z } from "zod";
import { identityClasses } from "@/lib/domain/identity/identity";
import { rotationSpan } from "@/lib/domain/policy/rotation-span";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { activePolicy } from "../policies/active-policy";
import { hasUncounted } from "../identities/uncounted";
import { readCoverage } from "./coverage";
import { readFigures } from "./figures";
import { readSecretAges } from "./secret-ages";

interface Slice {
  /** What the inventory's filter calls the cut; `by:value` lists what is counted. */
  by: "source" | "class" | "age" | "rotation";
  value: string;
  label: string;
  band: string;
  identities: number;
}

interface Day {
  day: string;
  critical: number;
  high: number;
  medium: number;
  low: number;
  unknown: number;
}

const windowDays = 90;

/** Four cuts of the estate by risk band, from the counts that the sync keeps; never from the rows. */
const slicesSql = `
  SELECT CASE grouping(s.id, r.identity_class, r.age_bucket, r.rotation_state)
      WHEN 7 THEN 'source' WHEN 11 THEN 'class' WHEN 13 THEN 'age' ELSE 'rotation' END AS by,
    coalesce(s.id::text, r.identity_class, r.age_bucket, r.rotation_state) AS value,
    coalesce(s.name, r.identity_class, r.age_bucket, r.rotation_state) AS label,
    r.risk_band AS band, sum(r.identities)::int AS identities
  FROM identity_rollup r JOIN source s ON s.id = r.source_id
  GROUP BY GROUPING SETS ((s.id, s.name, r.risk_band), (r.identity_class, r.risk_band),
    (r.age_bucket, r.risk_band), (r.rotation_state, r.risk_band))
  HAVING sum(r.identities) > 0`;

const daysSql = `
  SELECT to_char(day, 'YYYY-MM-DD') AS day,
    ${["critical", "high", "medium", "low", "unknown"]
      .map(
        (band) =>
          `coalesce(sum(identities) FILTER (WHERE risk_band = '${band}'), 0)::int AS ${band}`,
      )
      .join(", ")}
  FROM daily_snapshot WHERE day > $1::date - ${windowDays} GROUP BY day ORDER BY day`;

/** The manager's page: figures, cuts by risk, the trend, coverage. Reads only prepared counts. */
export const getOverview = defineQuery({
  permission: "overview:read",
  input: z.strictObject({}),
  run: async ({ ctx }) => {
    const [figures, slices, days, coverage, secretAges, lacksNew, { document }] = await Promise.all(
      [
        readFigures(ctx.now),
        sql<Slice & Record<string, unknown>>(slicesSql) as Promise<Slice[]>,
        sql<Day & Record<string, unknown>>(daysSql, [ctx.now.toISOString()]) as Promise<Day[]>,
        readCoverage(),
        readSecretAges(),
        hasUncounted(),
        activePolicy(),
      ],
    );
    const rotation = identityClasses.map((name) => rotationSpan(document, name));
    const at = ctx.now.toISOString();
    return { at, lacksNew, figures, slices, days, coverage, secretAges, rotation };
  },
});
export type Overview = Awaited<ReturnType<typeof getOverview>>;
