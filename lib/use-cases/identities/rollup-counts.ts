import { type FacetKey, facetKeys } from "@/lib/domain/inventory/list-order";
import { sql } from "@/lib/infra/db";
import type { ResolvedFilter } from "./filter-sql";

/** Where a facet stands in the rollup and which condition of the filter it answers. */
export const facetColumns: Readonly<
  Record<FacetKey, { column: string; type: string; filter: keyof ResolvedFilter }>
> = {
  source: { column: "source_id", type: "uuid[]", filter: "sourceIds" },
  kind: { column: "kind", type: "text[]", filter: "kind" },
  class: { column: "identity_class", type: "text[]", filter: "class" },
  environment: { column: "environment", type: "text[]", filter: "environment" },
  status: { column: "status", type: "text[]", filter: "status" },
  band: { column: "risk_band", type: "text[]", filter: "band" },
  ownerState: { column: "owner_state", type: "text[]", filter: "ownerState" },
  privilege: { column: "privilege", type: "text[]", filter: "privilege" },
  usage: { column: "usage_bucket", type: "text[]", filter: "usage" },
  age: { column: "age_bucket", type: "text[]", filter: "age" },
  rotation: { column: "rotation_state", type: "text[]", filter: "rotation" },
  findings: { column: "has_findings", type: "boolean", filter: "findings" },
};

/** One facet of the rollup's rows: its different values, and which of them each row has. */
interface Dimension {
  values: string[];
  codes: Uint16Array;
}
interface Rollup {
  version: string;
  identities: Int32Array;
  dimensions: ReadonlyMap<FacetKey, Dimension>;
}

/** Ids are never used twice, so other rows always have another sum or another end. */
export const versionSql = `SELECT current_database() || ' ' || count(*) || ' ' || coalesce(max(id), 0)
  || ' ' || coalesce(sum(id), 0) AS version FROM identity_rollup`;

let kept: Rollup | null = null;

/** Codes by column: a few hundred kilobytes for an inventory of a million. */
function encoded(version: string, rows: readonly (string | number)[][]): Rollup {
  const dimensions = facetKeys.map((key, at) => {
    const codeOf = new Map<string, number>();
    const codes = Uint16Array.from(rows, (row) => {
      const value = String(row[at + 1]);
      const code = codeOf.get(value) ?? codeOf.size;
      codeOf.set(value, code);
      return code;
    });
    const one: [FacetKey, Dimension] = [key, { values: [...codeOf.keys()], codes }];
    return one;
  });
  const identities = Int32Array.from(rows, (row) => Number(row[0]));
  return { version, identities, dimensions: new Map(dimensions) };
}

/** The rollup as it is now: read again only when somebody changed it. */
async function readRollup(): Promise<Rollup> {
  const [now] = await sql<{ version: string }>(versionSql);
  if (kept && kept.version === now?.version) return kept;
  const columns = facetKeys.map((key) => facetColumns[key].column).join(", ");
  // Version and rows in one statement, so that they are of one moment.
  const [read] = await sql<{ version: string; rows: (string | number)[][] | null }>(
    `SELECT (${versionSql}), (SELECT json_agg(json_build_array(identities, ${columns}))
       FROM identity_rollup) AS rows`,
  );
  kept = encoded(read?.version ?? "", read?.rows ?? []);
  return kept;
}

/** Which codes of a facet the filter lets through; null when it does not ask. */
function allowed(key: FacetKey, filter: ResolvedFilter, values: readonly string[]) {
  const asked = filter[facetColumns[key].filter];
  if (asked === undefined) return null;
  const words =
    key === "findings" ? [String(asked === "yes")] : (asked as readonly string[]).map(String);
  return Uint8Array.from(values, (value) => (words.includes(value) ? 1 : 0));
}

export interface RollupCounts {
  /** What matches, and what there is. */
  total: number;
  all: number;
  facets: Record<FacetKey, { value: string; count: number }[]>;
}

/**
 * Counts every facet as if it were not filtered itself: a row that only one condition refuses still
 * counts for that condition's facet.
 */
export async function countRollup(filter: ResolvedFilter): Promise<RollupCounts> {
  const { identities, dimensions } = await readRollup();
  const every = [...dimensions].map(([key, { values, codes }]) => ({
    key,
    values,
    codes,
    sums: new Float64Array(values.length),
    mask: allowed(key, filter, values),
  }));
  const asking = every.filter((one) => one.mask !== null);
  let total = 0;
  let whole = 0;
  for (const [row, count] of identities.entries()) {
    let refused = 0;
    whole += count;
    let refusing = every;
    for (const one of asking) {
      if (one.mask?.[one.codes[row] ?? 0] === 1) continue;
      refused++;
      refusing = [one];
      if (refused > 1) break;
    }
    if (refused > 1) continue;
    if (refused === 0) total += count;
    for (const { codes, sums } of refusing) {
      const code = codes[row] ?? 0;
      sums[code] = (sums[code] ?? 0) + count;
    }
  }
  const facets = every.map(({ key, values, sums }) => [
    key,
    values.flatMap((value, at) => ((sums[at] ?? 0) > 0 ? [{ value, count: sums[at] ?? 0 }] : [])),
  ]);
  return { total, all: whole, facets: Object.fromEntries(facets) as RollupCounts["facets"] };
}
