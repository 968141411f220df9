import type { FindingState } from "@/lib/domain/lifecycle/finding";
import { severities, type Severity } from "@/lib/domain/policy/rule";
import { sql } from "@/lib/infra/db";
import type { FindingCursor, FindingFilter } from "./finding-input";
import { rulesOf } from "./rule-texts";

export interface FindingRow {
  id: string;
  ruleId: string;
  severity: Severity;
  state: FindingState;
  title: string;
  /** What was found, in one sentence with the value that decides it. */
  evidence: string;
  firstSeenAt: string;
  lastSeenAt: string;
  resolvedAt: string | null;
  reopenCount: number;
  /** The exception under which it stands. */
  exceptionId: string | null;
  identity: { id: string; name: string; kind: string; riskBand: string; riskScore: number };
  source: { id: string; name: string; connectorId: string; isSample: boolean };
}

type Listed = Omit<FindingRow, "identity" | "source"> & {
  sortAt: string;
  identityId: string;
  identityName: string;
  kind: string;
  riskBand: string;
  riskScore: number;
  sourceId: string;
  sourceName: string;
  connectorId: string;
  isSample: boolean;
};

const iso = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export const findingColumns = `f.id, f.rule_id AS "ruleId", f.severity, f.state, f.title,
  coalesce(f.evidence ->> 'evidence', f.title) AS evidence,
  ${iso("f.first_seen_at")} AS "firstSeenAt", ${iso("f.last_seen_at")} AS "lastSeenAt",
  ${iso("f.resolved_at")} AS "resolvedAt", f.reopen_count AS "reopenCount", f.exception_id AS "exceptionId",
  f.first_seen_at::text AS "sortAt", i.id AS "identityId", i.name AS "identityName", i.kind,
  i.risk_band AS "riskBand", i.risk_score AS "riskScore", s.id AS "sourceId",
  s.name AS "sourceName", s.connector_id AS "connectorId", s.is_sample AS "isSample"`;

export const findingTables =
  "finding f JOIN identity i ON i.id = f.identity_id JOIN source s ON s.id = i.source_id";

export function toFindingRow(row: Listed): FindingRow {
  const { sortAt: _sortAt, identityId, identityName, kind, riskBand, riskScore, ...rest } = row;
  const { sourceId, sourceName, connectorId, isSample, ...own } = rest;
  return {
    ...own,
    identity: { id: identityId, name: identityName, kind, riskBand, riskScore },
    source: { id: sourceId, name: sourceName, connectorId, isSample },
  };
}

/** Conditions without the severity; `ownerId` limits to what is theirs. */
export function findingWhere(filter: FindingFilter, ownerId: string | null) {
  const values: unknown[] = [filter.state === "reopened" ? "open" : filter.state];
  const where = [
    "f.state = $1",
    "s.removed_at IS NULL",
    ...(filter.state === "reopened" ? ["f.reopen_count > 0"] : []),
  ];
  const add = (condition: (n: number) => string, value: unknown) => {
    if (value === undefined || value === null) return;
    values.push(value);
    where.push(condition(values.length));
  };
  add((n) => `f.rule_id = $${n}`, filter.rule);
  add((n) => `f.rule_id = ANY($${n})`, filter.framework ? rulesOf(filter.framework) : undefined);
  add((n) => `i.source_id = $${n}::uuid`, filter.source);
  add((n) => `i.owner_id = $${n}::uuid`, ownerId);
  return { where, values };
}

/** One severity at a time, so that each statement walks the index of the page's order. */
export async function readFindings(
  filter: FindingFilter,
  ownerId: string | null,
  after: FindingCursor | null,
  limit: number,
): Promise<Listed[]> {
  const rows: Listed[] = [];
  const from = after ? severities.indexOf(after[0]) : 0;
  for (const severity of severities.slice(from)) {
    if (filter.severity && filter.severity !== severity) continue;
    const { where, values } = findingWhere(filter, ownerId);
    values.push(severity);
    where.push(`f.severity = $${values.length}`);
    if (after && after[0] === severity) {
      values.push(after[1], after[2]);
      const [at, id] = [`$${values.length - 1}::timestamptz`, `$${values.length}::uuid`];
      where.push(`(f.first_seen_at < ${at} OR (f.first_seen_at = ${at} AND f.id > ${id}))`);
    }
    values.push(limit - rows.length);
    rows.push(
      ...(await sql<Listed>(
        `SELECT ${findingColumns} FROM ${findingTables} WHERE ${where.join(" AND ")}
         ORDER BY f.first_seen_at DESC, f.id LIMIT $${values.length}`,
        values,
      )),
    );
    if (rows.length >= limit) break;
  }
  return rows;
}

export const cursorOf = (row: Listed): FindingCursor => [row.severity, row.sortAt, row.id];
