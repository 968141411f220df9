import { sql } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import {
  decodeCursor,
  encodeCursor,
  findingFilter,
  findingListInput,
  type findingStates,
} from "./finding-input";
import {
  cursorOf,
  findingTables,
  findingWhere,
  readFindings,
  toFindingRow,
  type FindingRow,
} from "./finding-sql";
import { frameworkEntries, ruleTitle } from "./rule-texts";

/** Findings by severity, newest first within it. */
export const listFindings = defineQuery({
  permission: "finding:read",
  input: findingListInput,
  run: async ({
    ctx,
    input,
    reach,
  }): Promise<{ items: FindingRow[]; nextCursor: string | null }> => {
    const ownerId = reach === "own" ? personIdOf(ctx) : null;
    const after = input.cursor ? decodeCursor(input.cursor) : null;
    const rows = await readFindings(input, ownerId, after, input.limit + 1);
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    const nextCursor = rows.length > input.limit && last ? encodeCursor(cursorOf(last)) : null;
    return { items: page.map(toFindingRow), nextCursor };
  },
});

export interface Facet {
  value: string;
  label: string;
  count: number;
}

interface Grouped {
  by: number;
  severity: string;
  ruleId: string;
  sourceId: string;
  sourceName: string;
  count: number;
}

/** Findings by state, whatever else is filtered. */
async function countStates(ownerId: string | null) {
  const [row] = await sql<Record<(typeof findingStates)[number], number>>(
    `SELECT count(*) FILTER (WHERE f.state = 'open')::int AS open,
       count(*) FILTER (WHERE f.state = 'open' AND f.reopen_count > 0)::int AS reopened,
       count(*) FILTER (WHERE f.state = 'excepted')::int AS excepted,
       count(*) FILTER (WHERE f.state = 'resolved')::int AS resolved
     FROM ${findingTables}
     WHERE s.removed_at IS NULL AND ($1::uuid IS NULL OR i.owner_id = $1)`,
    [ownerId],
  );
  return row ?? { open: 0, reopened: 0, excepted: 0, resolved: 0 };
}

/** How many findings each choice of a filter would leave, over the state that is shown. */
export const listFindingFacets = defineQuery({
  permission: "finding:read",
  input: findingFilter.pick({ state: true }),
  run: async ({ ctx, input, reach }) => {
    const ownerId = reach === "own" ? personIdOf(ctx) : null;
    const { where, values } = findingWhere(input, ownerId);
    const rows = await sql<Grouped & Record<string, unknown>>(
      `SELECT grouping(f.severity, f.rule_id, s.id) AS by, f.severity, f.rule_id AS "ruleId",
         s.id AS "sourceId", s.name AS "sourceName", count(*)::int AS count
       FROM ${findingTables} WHERE ${where.join(" AND ")}
       GROUP BY GROUPING SETS ((f.severity), (f.rule_id), (s.id, s.name)) ORDER BY count DESC`,
      values,
    );
    const facet = (by: number, value: (row: Grouped) => string, label: (row: Grouped) => string) =>
      rows
        .filter((row) => row.by === by)
        .map((row): Facet => ({ value: value(row), label: label(row), count: row.count }));
    const ruleIds = new Map(rows.filter((row) => row.by === 5).map((r) => [r.ruleId, r.count]));
    return {
      state: await countStates(ownerId),
      severity: facet(
        3,
        (row) => row.severity,
        (row) => row.severity,
      ),
      rule: facet(
        5,
        (row) => row.ruleId,
        (row) => ruleTitle(row.ruleId),
      ),
      source: facet(
        6,
        (row) => row.sourceId,
        (row) => row.sourceName,
      ),
      framework: frameworkEntries(ruleIds),
    };
  },
});
