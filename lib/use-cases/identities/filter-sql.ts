import type { AgeBucket, UsageBucket } from "@/lib/domain/inventory/buckets";
import type { IdentityFilter } from "@/lib/domain/inventory/identity-filter";
import { sql } from "@/lib/infra/db";
import { type Context, personIdOf } from "../context";
import { type Found, foundSql, isTakenByName } from "./found-sql";
import type { Parameters } from "./parameters";
import { bornSql } from "./rollup";
import { digestsOf, searchAnswers } from "./search-answers";
import { type BeyondNames, lookBeyond, searchText, textSql } from "./search-text";

/** A filter whose words for sources and people have become ids. */
export interface ResolvedFilter extends IdentityFilter {
  sourceIds?: string[];
  ownerIds?: string[];
  /** Only what this person owns (reach `own`). */
  ownedBy?: string;
  /** Sources whose rows are being deleted: hidden from every list. */
  removing?: string[];
  /** What the rules answered, as digests, where one of `unknown` could not be checked. */
  digests?: string[];
  /** Where the text occurs beyond names; null where it does not. */
  beyond?: BeyondNames | null;
  /** What the text or `unknown` matches; `all` false means these are only the first of many. */
  found?: Found;
}

/** Up to here a page looks matches up by id; beyond, walking the sort index meets them soon. */
const searchLimit = 10_000;

const lowered = (values: readonly string[]): string[] => values.map((value) => value.toLowerCase());

/** The name as it is written means that source alone, also where connectors or others are called alike. */
const sourcesSql = `SELECT DISTINCT s.id
  FROM (SELECT word, lower(word) AS low, EXISTS (SELECT FROM source WHERE name = word) AS is_name
    FROM unnest($1::text[]) AS given(word)) w
  JOIN source s ON s.name = w.word
    OR (NOT w.is_name AND w.low IN (s.connector_id, lower(s.name), s.id::text))`;

export async function resolveFilter(
  ctx: Context,
  filter: IdentityFilter,
  reach: "all" | "own" | "none",
  { textLimit = searchLimit, isByName = false }: { textLimit?: number; isByName?: boolean } = {},
): Promise<ResolvedFilter> {
  const resolved: ResolvedFilter = { ...filter };
  if (filter.text) {
    // Who owned what is no longer listed is not asked: no index has it.
    const beyond = await lookBeyond(filter.text, filter.presence !== "missing");
    resolved.beyond = beyond;
    const search = { text: filter.text, beyond };
    const found = textLimit > 0 ? await searchText(search, textLimit, isByName) : null;
    if (found) resolved.found = found;
  }
  if (filter.unknown) {
    resolved.digests = await digestsOf(filter.unknown);
    // Few to look up even for the counts: each is found by one entry of an index.
    if (!filter.text && textLimit > 0)
      resolved.found = await searchAnswers(resolved.digests, searchLimit);
  }
  if (reach !== "all") resolved.ownedBy = personIdOf(ctx) ?? "00000000-0000-0000-0000-000000000000";
  const removing = await sql<{ id: string }>("SELECT id FROM source WHERE removed_at IS NOT NULL");
  if (removing.length > 0) resolved.removing = removing.map((row) => row.id);
  if (filter.source) {
    const rows = await sql<{ id: string }>(sourcesSql, [filter.source]);
    resolved.sourceIds = rows.map((row) => row.id);
  }
  if (filter.owner) {
    const rows = await sql<{ id: string }>(
      `SELECT id FROM person WHERE lower(email) = ANY($1) OR lower(name) = ANY($1) OR id::text = ANY($1)`,
      [lowered(filter.owner)],
    );
    const me = filter.owner.includes("me") ? personIdOf(ctx) : null;
    resolved.ownerIds = [...rows.map((row) => row.id), ...(me ? [me] : [])];
  }
  return resolved;
}

type Condition = (filter: ResolvedFilter, p: Parameters, now: Date) => string[];

/** Conditions that the rollup can answer, each by its facet, as `dimension = ANY(values)`. */
const plainColumns = [
  ["sourceIds", "source_id", "uuid[]"],
  ["kind", "kind", "text[]"],
  ["class", "identity_class", "text[]"],
  ["environment", "environment", "text[]"],
  ["status", "status", "text[]"],
  ["band", "risk_band", "text[]"],
  ["ownerState", "owner_state", "text[]"],
  ["privilege", "privilege", "text[]"],
  ["rotation", "rotation_state", "text[]"],
] as const;

/** One value becomes `=`, so that an index with the column in front also gives the order. */
export function anyOfSql(
  column: string,
  type: string,
  values: readonly string[],
  p: Parameters,
): string {
  if (values.length === 1) return `${column} = ${p.add(values[0])}::${type.replace("[]", "")}`;
  return `${column} = ANY(${p.add(values)}::${type})`;
}

export const facetConditions: Condition = (filter, p, now) => {
  const out: string[] = [];
  for (const [key, column, type] of plainColumns) {
    const values = filter[key];
    if (values) out.push(anyOfSql(column, type, values, p));
  }
  if (filter.usage) out.push(usageSql(filter.usage, p, now));
  if (filter.age) out.push(ageSql(filter.age, p, now));
  if (filter.findings)
    out.push(filter.findings === "yes" ? "open_findings > 0" : "open_findings = 0");
  return out;
};

/** Conditions beyond the facets: they need the inventory itself. */
export const otherConditions: Condition = (filter, p) => {
  const out = [
    filter.presence === "missing" ? "missing_since IS NOT NULL" : "missing_since IS NULL",
  ];
  if (filter.removing) out.push(`source_id <> ALL(${p.add(filter.removing)}::uuid[])`);
  if (filter.ownedBy) out.push(`owner_id = ${p.add(filter.ownedBy)}::uuid`);
  if (filter.riskMin !== undefined) out.push(`risk_score >= ${p.add(filter.riskMin)}::int`);
  if (filter.riskMax !== undefined) out.push(`risk_score <= ${p.add(filter.riskMax)}::int`);
  if (filter.exposed) out.push("facts #>> '{exposure,value,public}' = 'true'");
  if (filter.ownerIds) out.push(ownerSql(filter, p));
  if (filter.label) {
    out.push(`labels <> '{}' AND labels && ${p.add(filter.label)}::text[]`);
  }
  if (filter.rule) {
    out.push(
      `id IN (SELECT identity_id FROM finding WHERE state = 'open' AND ${anyOfSql("rule_id", "text[]", filter.rule, p)})`,
    );
  }
  if (filter.digests && !(filter.found?.all && !filter.text)) {
    // A value of its own, so that the planner asks row by row along the order instead of joining.
    out.push(
      `(SELECT answers FROM identity_scoring WHERE identity_id = id) = ANY(${p.add(filter.digests)}::text[])`,
    );
  }
  if (filter.found?.all)
    out.push(...(isTakenByName(filter.found) ? [] : [foundSql(filter.found, p)]));
  else if (filter.text) out.push(textSql({ text: filter.text, beyond: filter.beyond ?? null }, p));
  return out;
};

function ownerSql(filter: ResolvedFilter, p: Parameters): string {
  const ids = filter.ownerIds ?? [];
  const names = lowered((filter.owner ?? []).filter((one) => one !== "me"));
  const byPerson = ids.length > 0 ? anyOfSql("owner_id", "uuid[]", ids, p) : "false";
  if (names.length === 0) return byPerson;
  const byHint = `(owner_id IS NULL AND ${anyOfSql("lower(owner_hint)", "text[]", names, p)})`;
  return `(${byPerson} OR ${byHint})`;
}

const dayMs = 86_400_000;
const edges = {
  lt_30d: [null, 30],
  "30_90d": [30, 90],
  "90_365d": [90, 365],
  gt_365d: [365, null],
} as const;
type Span = readonly [youngest: number | null, oldest: number | null];

/** Neighbouring buckets become one range of the column, which an index can serve. */
function spans(buckets: readonly string[]): Span[] {
  const out: Span[] = [];
  for (const [bucket, [from, to]] of Object.entries(edges)) {
    if (!buckets.includes(bucket)) continue;
    const last = out.at(-1);
    if (last && last[1] === from) out[out.length - 1] = [last[0], to];
    else out.push([from, to]);
  }
  return out;
}

const before = (days: number, p: Parameters, now: Date): string =>
  `${p.add(new Date(now.getTime() - days * dayMs))}::timestamptz`;

function spanSql(column: string, buckets: readonly string[], p: Parameters, now: Date): string[] {
  return spans(buckets).map(([from, to]) => {
    const bounds = [
      ...(from === null ? [] : [`${column} < ${before(from, p, now)}`]),
      ...(to === null ? [] : [`${column} >= ${before(to, p, now)}`]),
    ];
    return bounds.length > 0 ? bounds.join(" AND ") : `${column} IS NOT NULL`;
  });
}

const either = (parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] ?? "true") : `(${parts.map((part) => `(${part})`).join(" OR ")})`;

function usageSql(buckets: readonly UsageBucket[], p: Parameters, now: Date): string {
  const parts = spanSql("last_used_at", buckets, p, now).map(
    (part) => `usage_state = 'known' AND ${part}`,
  );
  const never = [
    ...(buckets.includes("never_90d") ? ["<"] : []),
    ...(buckets.includes("not_yet") ? [">="] : []),
  ];
  const since = never.length === 1 ? ` AND ${bornSql} ${never[0]} ${before(90, p, now)}` : "";
  if (never.length > 0) parts.push(`usage_state = 'never'${since}`);
  if (buckets.includes("unknown")) {
    parts.push("(usage_state = 'unknown' OR (usage_state = 'known' AND last_used_at IS NULL))");
  }
  return either(parts);
}

function ageSql(buckets: readonly AgeBucket[], p: Parameters, now: Date): string {
  const parts = spanSql("created_at_source", buckets, p, now);
  if (buckets.includes("unknown")) parts.push("created_at_source IS NULL");
  return either(parts);
}

/** All conditions of the filter over the table `identity`. */
export const whereSql: Condition = (filter, p, now) => [
  ...otherConditions(filter, p, now),
  ...facetConditions(filter, p, now),
];
