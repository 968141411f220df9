import type { PoolClient } from "pg";
import type { Severity } from "@/lib/domain/policy/rule";
import { sql } from "@/lib/infra/db";
import { Parameters } from "../identities/parameters";
import type { FindingFilter, findingStates } from "./finding-input";
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

function cellsWhere(filter: FindingFilter, p: Parameters): string {
  const { state, severity, rule, framework, source } = filter;
  return [
    state === "reopened" ? "c.reopened" : `c.state = ${p.add(state)}`,
    ...(severity === undefined ? [] : [`c.severity = ${p.add(severity)}`]),
    ...(rule === undefined ? [] : [`c.rule_id = ${p.add(rule)}`]),
    ...(framework === undefined ? [] : [`c.rule_id = ANY(${p.add(rulesOf(framework))})`]),
    ...(source === undefined ? [] : [`c.source_id = ${p.add(source)}::uuid`]),
  ].join(" AND ");
}

export type StateCounts = Record<(typeof findingStates)[number], number>;

/** Findings by state, whatever else is filtered; of everybody, or of one owner. */
export async function countStates(ownerId: string | null): Promise<StateCounts> {
  const p = new Parameters();
  const sum = (of: string) => `coalesce(sum(c.findings) FILTER (WHERE ${of}), 0)::int`;
  const [row] = await sql<StateCounts>(
    `SELECT ${sum("c.state = 'open'")} AS open, ${sum("c.reopened")} AS reopened,
       ${sum("c.state = 'excepted'")} AS excepted, ${sum("c.state = 'resolved'")} AS resolved
     FROM (${cellsSql(ownerId, p)}) c`,
    p.values,
  );
  return row ?? { open: 0, reopened: 0, excepted: 0, resolved: 0 };
}

/** One value of one facet; the columns of the other facets are null. */
export interface FacetCount {
  severity: string | null;
  ruleId: string | null;
  sourceId: string | null;
  sourceName: string | null;
  count: number;
}

/** How many findings each severity, rule and source would leave, most first. */
export function countFacets(filter: FindingFilter, ownerId: string | null): Promise<FacetCount[]> {
  const p = new Parameters();
  return sql<FacetCount & Record<string, unknown>>(
    `SELECT c.severity, c.rule_id AS "ruleId", c.source_id AS "sourceId",
       c.source_name AS "sourceName", sum(c.findings)::int AS count
     FROM (${cellsSql(ownerId, p)}) c WHERE ${cellsWhere(filter, p)}
     GROUP BY GROUPING SETS ((c.severity), (c.rule_id), (c.source_id, c.source_name))
     HAVING sum(c.findings) > 0 ORDER BY count DESC`,
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
