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

/** The rollup's rows of one source: how many identities each counts, and its code for each facet. */
interface Part {
  version: string;
  identities: Int32Array;
  codes: ReadonlyMap<FacetKey, Uint16Array>;
}
interface Rollup {
  database: string;
  readAt: number;
  parts: Map<string, Part>;
  /** The different values of each facet; a value's place is its code, and no value ever loses it. */
  values: ReadonlyMap<FacetKey, Map<string, number>>;
}

/** Ids are never used twice, so other rows of a source always have another sum or another end. */
export const versionSql = `SELECT current_database() AS database, source_id,
    count(*) || ' ' || max(id) || ' ' || sum(id) AS version
  FROM identity_rollup GROUP BY source_id`;
const columns = facetKeys.map((key) => facetColumns[key].column).join(", ");
/** Version and rows in one statement, so that they are of one moment. */
const partSql = `SELECT source_id, count(*) || ' ' || max(id) || ' ' || sum(id) AS version,
    json_agg(json_build_array(identities, ${columns})) AS rows
  FROM identity_rollup WHERE source_id = ANY($1::uuid[]) GROUP BY source_id`;

let kept: Rollup | null = null;

const nothing = (database: string): Rollup => ({
  database,
  readAt: 0,
  parts: new Map(),
  values: new Map(facetKeys.map((key) => [key, new Map()])),
});

/** Codes by column: a few hundred kilobytes for an inventory of a million. */
function encoded({ values }: Rollup, version: string, rows: readonly (string | number)[][]): Part {
  const codes = facetKeys.map((key, at) => {
    const codeOf = values.get(key) ?? new Map<string, number>();
    const column = Uint16Array.from(rows, (row) => {
      const value = String(row[at + 1]);
      const code = codeOf.get(value) ?? codeOf.size;
      codeOf.set(value, code);
      return code;
    });
    return [key, column] as const;
  });
  return {
    version,
    identities: Int32Array.from(rows, (row) => Number(row[0])),
    codes: new Map(codes),
  };
}

/** The rollup as it is now: of each source read again only when somebody changed it. */
async function readRollup(): Promise<Rollup> {
  const now = await sql<{ database: string; source_id: string; version: string }>(versionSql);
  const database = now[0]?.database ?? "";
  const rollup = kept?.database === database ? kept : nothing(database);
  kept = rollup;
  const current = new Set(now.map((row) => row.source_id));
  for (const id of rollup.parts.keys()) if (!current.has(id)) rollup.parts.delete(id);
  const changed = now.flatMap(({ source_id: id, version }) =>
    rollup.parts.get(id)?.version === version ? [] : id,
  );
  if (changed.length > 0) {
    const read = await sql<{ source_id: string; version: string; rows: (string | number)[][] }>(
      partSql,
      [changed],
    );
    for (const { source_id: id, version, rows } of read)
      rollup.parts.set(id, encoded(rollup, version, rows));
  }
  rollup.readAt = Date.now();
  return rollup;
}

/** Which codes of a facet the filter lets through; null when it does not ask. */
function allowed(key: FacetKey, filter: ResolvedFilter, codeOf: ReadonlyMap<string, number>) {
  const asked = filter[facetColumns[key].filter];
  if (asked === undefined) return null;
  const words =
    key === "findings" ? [String(asked === "yes")] : (asked as readonly string[]).map(String);
  return Uint8Array.from(codeOf.keys(), (value) => (words.includes(value) ? 1 : 0));
}

export interface RollupCounts {
  /** What matches, and what there is. */
  total: number;
  all: number;
  facets: Record<FacetKey, { value: string; count: number }[]>;
}

interface Counter {
  key: FacetKey;
  codeOf: ReadonlyMap<string, number>;
  sums: Float64Array;
  mask: Uint8Array | null;
}

/**
 * Counts every facet as if it were not filtered itself: a row that only one condition refuses still
 * counts for that condition's facet.
 */
export async function countRollup(filter: ResolvedFilter): Promise<RollupCounts> {
  const { parts, values } = await readRollup();
  const every: Counter[] = [...values].map(([key, codeOf]) => ({
    key,
    codeOf,
    sums: new Float64Array(codeOf.size),
    mask: allowed(key, filter, codeOf),
  }));
  let total = 0;
  let all = 0;
  for (const part of parts.values()) {
    const counted = countPart(part, every);
    total += counted.total;
    all += counted.all;
  }
  const facets = every.map(({ key, codeOf, sums }) => [
    key,
    [...codeOf].flatMap(([value, code]) =>
      (sums[code] ?? 0) > 0 ? [{ value, count: sums[code] ?? 0 }] : [],
    ),
  ]);
  return { total, all, facets: Object.fromEntries(facets) as RollupCounts["facets"] };
}

function countPart({ identities, codes }: Part, every: readonly Counter[]) {
  const own = every.map((one) => ({ ...one, codes: codes.get(one.key) ?? new Uint16Array() }));
  const asking = own.filter((one) => one.mask !== null);
  let total = 0;
  let all = 0;
  for (const [row, count] of identities.entries()) {
    let refused = 0;
    all += count;
    let refusing = own;
    for (const one of asking) {
      if (one.mask?.[one.codes[row] ?? 0] === 1) continue;
      refused++;
      refusing = [one];
      if (refused > 1) break;
    }
    if (refused > 1) continue;
    if (refused === 0) total += count;
    for (const one of refusing) {
      const code = one.codes[row] ?? 0;
      one.sums[code] = (one.sums[code] ?? 0) + count;
    }
  }
  return { total, all };
}

const estimateMs = 60_000;

/** About how many match and how many there are, to choose a way of finding them: never shown. */
export async function estimateRollup(
  filter: ResolvedFilter,
): Promise<{ total: number; all: number }> {
  const { parts, values } =
    kept && Date.now() - kept.readAt < estimateMs ? kept : await readRollup();
  const masks = [...values].flatMap(([key, codeOf]) => {
    const mask = allowed(key, filter, codeOf);
    return mask === null ? [] : [{ key, mask }];
  });
  let total = 0;
  let all = 0;
  for (const { identities, codes } of parts.values()) {
    const asking = masks.map(({ key, mask }) => ({ mask, codes: codes.get(key) }));
    for (const [row, count] of identities.entries()) {
      all += count;
      if (asking.every((one) => one.mask[one.codes?.[row] ?? 0] === 1)) total += count;
    }
  }
  return { total, all };
}
