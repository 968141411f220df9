import { ageBuckets, usageBuckets } from "@/lib/domain/inventory/buckets";
import { privilegeLevels } from "@/lib/domain/identity/identity";
import { riskBands } from "@/lib/domain/risk/risk";
import type { IdentityCount, IdentityFacets } from "@/lib/domain/inventory/identity-row";
import { type FacetKey, facetKeys } from "@/lib/domain/inventory/list-order";
import { parseQuery } from "@/lib/domain/inventory/query-text";
import { sql } from "@/lib/infra/db";
import type { Reach } from "@/lib/domain/people/permissions";
import type { Context } from "../context";
import { defineQuery } from "../define-query";
import {
  anyOfSql,
  facetConditions,
  otherConditions,
  type ResolvedFilter,
  resolveFilter,
} from "./filter-sql";
import { Parameters } from "./parameters";
import { facetsInput } from "./list-inputs";
import { ageBucketSql, usageBucketSql } from "./rollup";
import { countRollup, facetColumns } from "./rollup-counts";
import { hasUncounted } from "./uncounted";

/** Beyond this many matches a count that needs a scan stops and says "at least". */
const scanLimit = 100_000;
/** The same for a search of text, whose matches lie anywhere in the table: enough to show the shares. */
const textScanLimit = 1_000;

/** Counts over the first matches only, where the text matches more than can be looked up in time. */
export async function countable(
  ctx: Context,
  q: string,
  reach: Reach,
): Promise<[ResolvedFilter, boolean]> {
  const filter = await resolveFilter(ctx, parseQuery(q), reach, { textLimit: textScanLimit });
  if (!filter.found || filter.found.all) return [filter, true];
  return [{ ...filter, found: { ...filter.found, all: true } }, false];
}

/** True when the rollup alone answers: only facets are filtered and everything may be seen. */
function fromRollup(filter: ResolvedFilter): boolean {
  return (
    filter.ownedBy === undefined &&
    filter.presence === undefined &&
    filter.exposed === undefined &&
    filter.riskMin === undefined &&
    filter.riskMax === undefined &&
    filter.ownerIds === undefined &&
    filter.rule === undefined &&
    filter.unknown === undefined &&
    filter.label === undefined &&
    filter.text === undefined
  );
}

function facetSql(key: FacetKey, filter: ResolvedFilter, p: Parameters): string | null {
  const { column, type, filter: word } = facetColumns[key];
  const value = filter[word];
  if (value === undefined) return null;
  if (key === "findings") return value === "yes" ? column : `NOT ${column}`;
  return anyOfSql(column, type, value as string[], p);
}

/** The first matches of the conditions that the rollup does not know. */
function countedSql(filter: ResolvedFilter, p: Parameters, now: Date): string {
  const at = `${p.add(now)}::timestamptz`;
  return `SELECT source_id, kind, identity_class, environment, status, risk_band, owner_state,
    privilege, ${usageBucketSql(at)} AS usage_bucket, ${ageBucketSql(at)} AS age_bucket,
    rotation_state, open_findings > 0 AS has_findings, 1 AS identities
    FROM identity WHERE ${otherConditions(filter, p, now).join(" AND ")} LIMIT ${scanLimit + 1}`;
}

interface CountRow {
  facet: FacetKey;
  value: string;
  count: string;
}

/** All facets in one statement: one pass with every condition, and one more per filtered facet. */
export function facetsStatement(filter: ResolvedFilter, now: Date) {
  const p = new Parameters();
  const counted = countedSql(filter, p, now);
  const conditions = new Map(
    facetKeys.flatMap((key) => {
      const condition = facetSql(key, filter, p);
      return condition === null ? [] : [[key, condition] as const];
    }),
  );
  const free = facetKeys.filter((key) => !conditions.has(key));
  const without = (left?: FacetKey): string =>
    [...conditions]
      .flatMap(([key, condition]) => (key === left ? [] : [condition]))
      .join(" AND ") || "true";
  const names = free
    .map((key) => `WHEN GROUPING(${facetColumns[key].column}) = 0 THEN '${key}'`)
    .join(" ");
  const values = free.map((key) => `${facetColumns[key].column}::text`);
  const sets = free.map((key) => `(${facetColumns[key].column})`);
  const parts = [
    ...(free.length > 0
      ? [
          `SELECT CASE ${names} END AS facet, coalesce(${values.join(", ")}) AS value, sum(identities) AS count
           FROM counted WHERE ${without()} GROUP BY GROUPING SETS (${sets.join(", ")})`,
        ]
      : []),
    ...[...conditions.keys()].map(
      (key) => `SELECT '${key}', ${facetColumns[key].column}::text, sum(identities)
        FROM counted WHERE ${without(key)} GROUP BY ${facetColumns[key].column}`,
    ),
    `SELECT '*', 'total', coalesce(sum(identities), 0) FROM counted WHERE ${without()}`,
    "SELECT '*', 'scanned', count(*) FROM counted",
  ];
  return {
    text: `WITH counted AS MATERIALIZED (${counted})\n${parts.join("\nUNION ALL\n")}`,
    values: p.values,
  };
}

type Counts = Pick<IdentityFacets, "total" | "complete"> & {
  of: (key: FacetKey) => { value: string; count: number }[];
};

async function countMatches(filter: ResolvedFilter, now: Date, whole: boolean): Promise<Counts> {
  const { text, values } = facetsStatement(filter, now);
  const rows = await sql<CountRow>(text, values);
  const meta = (value: string): number =>
    Number(rows.find((row) => (row.facet as string) === "*" && row.value === value)?.count ?? 0);
  return {
    total: meta("total"),
    complete: whole && meta("scanned") <= scanLimit,
    of: (key) =>
      rows
        .filter((row) => row.facet === key && Number(row.count) > 0)
        .map(({ value, count }) => ({ value, count: Number(count) })),
  };
}

/** The counts that are kept, which leave out what is read for the first time. */
async function keptCounts(filter: ResolvedFilter): Promise<Counts> {
  const [{ total, facets }, lacks] = await Promise.all([
    countRollup(filter),
    hasUncounted(filter.sourceIds),
  ]);
  return { total, complete: !lacks, of: (key) => facets[key] };
}

/** Counts by facet for the drawer; each facet as if it were not filtered itself. */
export const listFacets = defineQuery({
  permission: "identity:read",
  input: facetsInput,
  run: async ({ ctx, input, reach }): Promise<IdentityFacets> => {
    const [filter, whole] = await countable(ctx, input.q, reach);
    const counts = fromRollup(filter)
      ? await keptCounts(filter)
      : await countMatches(filter, ctx.now, whole);
    const sources = await sql<{ id: string; name: string }>("SELECT id, name FROM source");
    const nameOf = new Map(sources.map((source) => [source.id, source.name]));
    const shown = (key: FacetKey) =>
      counts
        .of(key)
        .map(({ value, count }) => ({ value: spokenValue(key, value, nameOf), count }))
        .sort(
          (a, b) =>
            rankOf(key, a.value) - rankOf(key, b.value) ||
            b.count - a.count ||
            a.value.localeCompare(b.value),
        );
    return {
      total: counts.total,
      complete: counts.complete,
      facets: Object.fromEntries(
        facetKeys.map((key) => [key, shown(key)]),
      ) as IdentityFacets["facets"],
    };
  },
});

const ranked: Partial<Record<FacetKey, readonly string[]>> = {
  band: riskBands,
  privilege: privilegeLevels.toReversed(),
  usage: usageBuckets,
  age: ageBuckets,
};
/** Values that have an order of their own keep it; the others go by count. */
const rankOf = (key: FacetKey, value: string): number => ranked[key]?.indexOf(value) ?? 0;

/** A facet's value as the query language says it: sources by name, findings by yes and no. */
function spokenValue(key: FacetKey, value: string, nameOf: Map<string, string>): string {
  if (key === "findings") return value === "true" ? "yes" : "no";
  return key === "source" ? (nameOf.get(value) ?? value) : value;
}

/** How many identities match, counted to the end; `complete` false means at least that many. */
export const countIdentities = defineQuery({
  permission: "identity:read",
  input: facetsInput,
  run: async ({ ctx, input, reach }): Promise<IdentityCount> => {
    const filter = await resolveFilter(ctx, parseQuery(input.q), reach, { textLimit: 0 });
    if (fromRollup(filter)) {
      const { total, complete } = await keptCounts(filter);
      if (complete) return { total, complete };
    }
    const { text, values } = countStatement(filter, ctx.now);
    const [row] = await sql<{ total: string }>(text, values);
    const total = Number(row?.total ?? 0);
    return { total: Math.min(total, scanLimit), complete: total <= scanLimit };
  },
});

function countStatement(filter: ResolvedFilter, now: Date) {
  const p = new Parameters();
  const where = [...otherConditions(filter, p, now), ...facetConditions(filter, p, now)];
  return {
    text: `SELECT count(*) AS total FROM (SELECT 1 FROM identity WHERE ${where.join(" AND ")} LIMIT ${scanLimit + 1}) m`,
    values: p.values,
  };
}
