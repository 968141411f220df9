import { parseQuery } from "@/lib/domain/inventory/query-text";
import type { IdentityPage } from "@/lib/domain/inventory/identity-row";
import type { SortDirection, SortKey } from "@/lib/domain/inventory/list-order";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { Parameters, type ResolvedFilter, resolveFilter, whereSql } from "./filter-sql";
import { listInput } from "./list-inputs";
import { rowColumns, type RowRecord, toIdentityRow } from "./row-sql";
import { type Cursor, decodeCursor, encodeCursor, sorts } from "./sort-sql";

interface Page {
  filter: ResolvedFilter;
  sort: SortKey;
  direction: SortDirection;
  now: Date;
  limit: number;
}
type Listed = RowRecord & { sort_value: string | null };

/**
 * The statement of one page. Rows with a sort value and rows without one are two index ranges; a
 * page that crosses from one to the other takes two statements, all others one.
 */
export function pageStatement(page: Page, after: Cursor | null, part: "values" | "nulls") {
  const p = new Parameters();
  const { expression, type, nullable } = sorts[page.sort];
  const where = whereSql(page.filter, p, page.now);
  const order = page.direction === "desc" ? "DESC" : "ASC";
  const sign = page.direction === "desc" ? "<" : ">";
  const nulls = page.direction === "desc" ? "NULLS FIRST" : "NULLS LAST";
  if (part === "nulls") {
    where.push(`${expression} IS NULL`);
    if (after) where.push(`id ${sign} ${p.add(after.id)}::uuid`);
  } else {
    if (nullable) where.push(`${expression} IS NOT NULL`);
    if (after) {
      where.push(
        `(${expression}, id) ${sign} (${p.add(after.value)}::${type}, ${p.add(after.id)}::uuid)`,
      );
    }
  }
  const inner = `SELECT ${rowColumns}, ${expression} AS sort_by FROM identity
    WHERE ${where.join("\n AND ")}
    ORDER BY ${expression} ${order} ${nulls}, id ${order} LIMIT ${p.add(page.limit)}`;
  const text = `SELECT i.*, i.sort_by::text AS sort_value, s.name AS source_name, s.connector_id,
      w.name AS owner_name, w.email AS owner_email
    FROM (${inner}) i JOIN source s ON s.id = i.source_id LEFT JOIN person w ON w.id = i.owner_id
    ORDER BY i.sort_by ${order} ${nulls}, i.id ${order}`;
  return { text, values: p.values };
}

/** Rows after the cursor, in order, at most `page.limit`. */
export async function readPage(page: Page, after: Cursor | null): Promise<Listed[]> {
  const amongNulls = after !== null && after.value === null;
  const rows: Listed[] = [];
  if (!amongNulls) {
    const { text, values } = pageStatement(page, after, "values");
    rows.push(...(await sql<Listed>(text, values)));
  }
  if (rows.length < page.limit && sorts[page.sort].nullable) {
    const rest = { ...page, limit: page.limit - rows.length };
    const { text, values } = pageStatement(rest, amongNulls ? after : null, "nulls");
    rows.push(...(await sql<Listed>(text, values)));
  }
  return rows;
}

export const cursorOf = (row: Listed): Cursor => ({ value: row.sort_value, id: row.id });

/** One page of the inventory; riskiest first unless asked otherwise. */
export const listIdentities = defineQuery({
  permission: "identity:read",
  input: listInput,
  run: async ({ ctx, input, reach }): Promise<IdentityPage> => {
    const filter = await resolveFilter(ctx, parseQuery(input.q), reach);
    const after = input.cursor ? decodeCursor(input.cursor, input.sort, input.dir) : null;
    const page = {
      filter,
      sort: input.sort,
      direction: input.dir,
      now: ctx.now,
      limit: input.limit + 1,
    };
    const rows = await readPage(page, after);
    const shown = rows.slice(0, input.limit);
    const last = rows.length > input.limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(toIdentityRow),
      nextCursor: last ? encodeCursor(input.sort, input.dir, cursorOf(last)) : null,
    };
  },
});
