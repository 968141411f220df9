import type { PoolClient } from "pg";
import type { Severity } from "@/lib/domain/policy/rule";
import { sql } from "@/lib/infra/db";
import { Parameters } from "../identities/parameters";
import type { FindingFilter } from "./finding-input";
import { findingTables, findingWhere } from "./finding-sql";
import { rulesOf } from "./rule-texts";

/** Adds the differences of a source up, so that its counts stay few. */
export async function foldFindings(client: PoolClient, sourceId: string): Promise<void> {
  await client.query(
    `WITH gone AS (DELETE FROM finding_rollup WHERE source_id = $1::uuid
       RETURNING rule_id, severity, state, reopened, findings)
     INSERT INTO finding_rollup (source_id, rule_id, severity, state, reopened, findings)
     SELECT $1::uuid, rule_id, severity, state, reopened, sum(findings) FROM gone
     GROUP BY rule_id, severity, state, reopened HAVING sum(findings) <> 0`,
    [sourceId],
  );
}

/**
 * Findings that count alike: of everybody as they are kept, of one owner's identities counted now,
 * which are few beside the inventory.
 */
function cellsSql(ownerId: string | null, p: Parameters): string {
  const columns = "s.id AS source_id, s.name AS source_name";
  return ownerId === null
    ? `SELECT r.rule_id, r.severity, r.state, r.reopened, ${columns}, r.findings
       FROM finding_rollup r JOIN source s ON s.id = r.source_id WHERE s.removed_at IS NULL`
    : `SELECT f.rule_id, f.severity, f.state, f.state = 'open' AND f.reopen_count > 0 AS reopened,
         ${columns}, 1 AS findings, f.first_seen_at
       FROM ${findingTables} WHERE s.removed_at IS NULL AND i.owner_id = ${p.add(ownerId)}::uuid`;
}

/** One condition for each word of the filter that is set. */
function conditionsOf(filter: FindingFilter, p: Parameters): Map<keyof FindingFilter, string> {
  const { state, severity, rule, framework, source } = filter;
  const all: [keyof FindingFilter, string | null][] = [
    ["state", state === "reopened" ? "c.reopened" : `c.state = ${p.add(state)}`],
    ["severity", severity ? `c.severity = ${p.add(severity)}` : null],
    ["rule", rule ? `c.rule_id = ${p.add(rule)}` : null],
    ["framework", framework ? `c.rule_id = ANY(${p.add(rulesOf(framework))})` : null],
    ["source", source ? `c.source_id = ${p.add(source)}::uuid` : null],
  ];
  return new Map(all.flatMap(([word, text]) => (text === null ? [] : [[word, text] as const])));
}

const cellsWhere = (filter: FindingFilter, p: Parameters): string =>
  [...conditionsOf(filter, p).values()].join(" AND ");

/** How many findings one value of a facet would leave; the label only where a source has a name. */
export interface FacetCount {
  facet: keyof FindingFilter;
  value: string;
  label: string | null;
  count: number;
}

/** What each facet is counted by. Entries of frameworks are counted from the rules they name. */
const facetValues: [facet: keyof FindingFilter, value: string, label: string, among: string][] = [
  ["state", "c.state", "NULL", "true"],
  ["state", "'reopened'", "NULL", "c.reopened"],
  ["severity", "c.severity", "NULL", "true"],
  ["rule", "c.rule_id", "NULL", "true"],
  ["source", "c.source_id::text", "max(c.source_name)", "true"],
  ["framework", "c.rule_id", "NULL", "true"],
];

/** Each facet as if it were not filtered itself, most first. */
export function countFacets(filter: FindingFilter, ownerId: string | null): Promise<FacetCount[]> {
  const p = new Parameters();
  const conditions = conditionsOf(filter, p);
  const parts = facetValues.map(([facet, value, label, among]) => {
    const others = [...conditions].flatMap(([word, text]) => (word === facet ? [] : [text]));
    return `SELECT '${facet}' AS facet, ${value} AS value, ${label} AS label,
      sum(c.findings)::int AS count FROM cells c WHERE ${[among, ...others].join(" AND ")}
      GROUP BY 2 HAVING sum(c.findings) > 0`;
  });
  return sql<FacetCount & Record<string, unknown>>(
    `WITH cells AS MATERIALIZED (${cellsSql(ownerId, p)})
     ${parts.join("\nUNION ALL\n")} ORDER BY count DESC, value`,
    p.values,
  );
}

export interface RuleCount {
  rule_id: string;
  severity: Severity;
  findings: number;
  oldest_at: Date;
}

/** The index of findings by rule leads to the oldest of each, so that none but those are read. */
function oldestOfAll(filter: FindingFilter): { text: string; values: unknown[] } {
  const { where, values } = findingWhere(filter, null);
  const conditions = [...where, "f.rule_id = g.rule_id", "f.severity = g.severity"].join(" AND ");
  const text = `(SELECT f.first_seen_at FROM ${findingTables} WHERE ${conditions}
    ORDER BY f.first_seen_at LIMIT 1)`;
  return { text, values };
}

/** Findings by rule and severity under the filter, and since when the oldest of them is there. */
export function rulesStatement(filter: FindingFilter, ownerId: string | null) {
  const oldest = ownerId === null ? oldestOfAll(filter) : { text: "g.oldest_at", values: [] };
  const own = ownerId === null ? "" : ", min(c.first_seen_at) AS oldest_at";
  const p = new Parameters(oldest.values);
  return {
    text: `SELECT g.rule_id, g.severity, g.findings, ${oldest.text} AS oldest_at
       FROM (SELECT c.rule_id, c.severity, sum(c.findings)::int AS findings${own}
         FROM (${cellsSql(ownerId, p)}) c WHERE ${cellsWhere(filter, p)}
         GROUP BY c.rule_id, c.severity HAVING sum(c.findings) > 0) g`,
    values: p.values,
  };
}
