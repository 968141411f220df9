import { parseQuery } from "@/lib/domain/inventory/query-text";
import type { IdentityPage } from "@/lib/domain/inventory/identity-row";
import type { SortDirection, SortKey } from "@/lib/domain/inventory/list-order";
import type { PoolClient, QueryResultRow } from "pg";
import { inTransaction, sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { facetConditions, type ResolvedFilter, resolveFilter, whereSql } from "./filter-sql";
import { byNameSql, type Found, isManyFound, isTakenByName, isWorthWalking } from "./found-sql";
import { Parameters } from "./parameters";
import { listInput } from "./list-inputs";
import { estimateRollup } from "./rollup-counts";
import { rowColumns, type RowRecord, toIdentityRow } from "./row-sql";
import { type Cursor, decodeCursor, encodeCursor, sorts } from "./sort-sql";

interface Page {
  filter: ResolvedFilter;
  sort: SortKey;
  direction: SortDirection;
  now: Date;
  limit: number;
  /** Few rows match the facets: find them all first, then sort them. An index may hold all it takes. */
  few?: "looked_up" | "covered" | "found" | "by_name" | undefined;
}
/** What the expressions of every order are made of. */
const sortColumns = `id, name, risk_score, created_at_source, last_used_at, last_rotated_at,
  open_findings, privilege`;
type Listed = RowRecord & { sort_value: string | null };

/**
 * The statement of one page. Rows with a sort value and rows without one are two index ranges; a
 * page that crosses from one to the other takes two statements, all others one.
 */
export function pageStatement(page: Page, after: Cursor | null, part: "values" | "nulls") {
  const p = new Parameters();
  const { expression } = sorts[page.sort];
  const where = whereSql(page.filter, p, page.now);
  const place = placeSql(page, after, part, p);
  const order = page.direction === "desc" ? "DESC" : "ASC";
  const nulls = page.direction === "desc" ? "NULLS FIRST" : "NULLS LAST";
  const limit = p.add(page.limit);
  const sorted = `ORDER BY ${expression} ${order} ${nulls}, id ${order} LIMIT ${limit}`;
  // Only the rows of the page have their facts read, not all that were sorted.
  const ofIds = (ids: string): string => `identity WHERE id = ANY(ARRAY(${ids}))`;
  const among = (columns: string): string =>
    ofIds(`SELECT id FROM (SELECT ${columns} FROM identity WHERE ${where.join(" AND ")} OFFSET 0) few
      WHERE ${["true", ...place].join(" AND ")} ${sorted}`);
  const forms = {
    found: () => among(sortColumns),
    covered: () => among(`id, ${expression}`),
    looked_up: () =>
      ofIds(`SELECT id FROM identity
        WHERE ${[fewSql(page, p), ...where, ...place].join("\n AND ")} ${sorted}`),
    by_name: () => ofIds(`${byNameSql(page, [...where, ...place], after, p)} LIMIT ${limit}`),
  };
  const matching = page.few
    ? forms[page.few]()
    : `identity WHERE ${[...where, ...place].join("\n AND ")} ${sorted}`;
  const text = `SELECT i.*, i.sort_by::text AS sort_value, s.name AS source_name, s.connector_id,
      w.name AS owner_name, w.email AS owner_email
    FROM (SELECT ${rowColumns}, ${expression} AS sort_by FROM ${matching}) i
    JOIN source s ON s.id = i.source_id LEFT JOIN person w ON w.id = i.owner_id
    ORDER BY i.sort_by ${order} ${nulls}, i.id ${order}`;
  return { text, values: p.values };
}

/** Where the page begins, and whether among the rows with a sort value or those without. */
function placeSql(
  { sort, direction }: Page,
  after: Cursor | null,
  part: "values" | "nulls",
  p: Parameters,
): string[] {
  const { expression, type, nullable } = sorts[sort];
  const sign = direction === "desc" ? "<" : ">";
  const place: string[] = [];
  if (part === "nulls") {
    place.push(`${expression} IS NULL`);
    if (after) place.push(`id ${sign} ${p.add(after.id)}::uuid`);
    return place;
  }
  if (nullable) place.push(`${expression} IS NOT NULL`);
  if (after)
    place.push(
      `(${expression}, id) ${sign} (${p.add(after.value)}::${type}, ${p.add(after.id)}::uuid)`,
    );
  return place;
}

/** Conditions that the entries of an index answer, as ids; an array, so that it is done first. */
function fewSql({ filter, now }: Page, p: Parameters): string {
  const { sourceIds, kind, class: classes, environment, privilege, status } = filter;
  const beside = { environment, privilege, status };
  const covered = kind ? { kind } : classes ? { class: classes } : { sourceIds };
  const where = facetConditions({ ...covered, ...beside }, p, now);
  return `id = ANY(ARRAY(SELECT id FROM identity WHERE missing_since IS NULL AND ${where.join(" AND ")}))`;
}

const coveredWords = new Set(["environment", "privilege", "status"]);
const coveredSorts = new Set<SortKey>(["risk", "created", "last_used"]);

/** True when the entries of one index hold every condition and the order. */
function isCovered(filter: ResolvedFilter, sort: SortKey): boolean {
  const asked = (Object.keys(filter) as (keyof ResolvedFilter)[]).filter(
    (word) => filter[word] !== undefined && word !== "source" && !coveredWords.has(word),
  );
  return coveredSorts.has(sort) && asked.length === 1;
}

/**
 * Walking the sort index to fill a page visits total × limit ÷ matches rows; looking all up, every
 * match, or where an index covers them only the entries of that index, a fifth of the price.
 */
function fewOf(matches: number, limit: number, total: number, covered: boolean): Page["few"] {
  const price = matches * matches;
  if (covered) return price < 5 * limit * total ? "covered" : undefined;
  return matches < 10_000 && price < limit * total ? "looked_up" : undefined;
}

async function isFew(filter: ResolvedFilter, sort: SortKey, limit: number): Promise<Page["few"]> {
  if (isTakenByName(filter.found)) return "by_name";
  if (isManyFound(filter.found) && !filter.found?.isWalked) return "found";
  if (!filter.kind && !filter.class && !filter.sourceIds) return undefined;
  if (!filter.environment && !filter.privilege && !filter.status) return undefined;
  if (filter.presence || filter.text || filter.unknown) return undefined;
  const { total, all } = await estimateRollup(filter);
  return fewOf(total, limit, all, isCovered(filter, sort));
}

/** Rows after the cursor, in order, at most `page.limit`. */
export async function readPage(
  page: Page,
  after: Cursor | null,
  ask: typeof sql = sql,
): Promise<Listed[]> {
  const amongNulls = after !== null && after.value === null;
  const rows: Listed[] = [];
  if (!amongNulls) {
    const { text, values } = pageStatement(page, after, "values");
    rows.push(...(await ask<Listed>(text, values)));
  }
  if (rows.length < page.limit && sorts[page.sort].nullable) {
    const rest = { ...page, limit: page.limit - rows.length };
    const { text, values } = pageStatement(rest, amongNulls ? after : null, "nulls");
    rows.push(...(await ask<Listed>(text, values)));
  }
  return rows;
}

export const cursorOf = (row: Listed): Cursor => ({ value: row.sort_value, id: row.id });

/** How long a walk may take: shorter where looking up all that was found costs no more. */
const patienceMs = ({ all }: Found): number => (all ? 25 : 80);
const ranOut = (error: unknown): boolean => (error as { code?: string }).code === "57014";

/** Without statistics of what a text matches the planner would rather sort a million rows. */
const walkSql = (found: Found): string =>
  `SET LOCAL statement_timeout = ${patienceMs(found)}; SET LOCAL enable_sort = off;
  SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;
  SET LOCAL max_parallel_workers_per_gather = 0`;

/** The page by walking the index of its order; null when that meets too few in time. */
async function walkInTime(
  page: Page,
  found: Found,
  after: Cursor | null,
): Promise<Listed[] | null> {
  const walk = async (client: PoolClient) => {
    await client.query(walkSql(found));
    return readPage(
      page,
      after,
      async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
        (await client.query<Row>(text, [...values])).rows,
    );
  };
  try {
    return await inTransaction(walk);
  } catch (error) {
    if (!ranOut(error)) throw error;
    return null;
  }
}

/**
 * A text that matches much lies anywhere in the order asked for, perhaps all at its far end. What
 * cannot be walked in time is sorted among the first matches only, and says so.
 */
async function readInTime(
  page: Page,
  found: Found | undefined,
  after: Cursor | null,
): Promise<{ rows: Listed[]; complete: boolean }> {
  if (!found || (found.all && !found.isWalked))
    return { rows: await readPage(page, after), complete: true };
  const walked = await walkInTime(page, found, after);
  if (walked) return { rows: walked, complete: true };
  const filter = { ...page.filter, found: { ...found, all: true } };
  const few = await isFew(filter, page.sort, page.limit);
  return { rows: await readPage({ ...page, filter, few }, after), complete: found.all };
}

/** One page of the inventory; riskiest first unless asked otherwise. */
export const listIdentities = defineQuery({
  permission: "identity:read",
  input: listInput,
  run: async ({ ctx, input, reach }): Promise<IdentityPage> => {
    const isByName = input.sort === "name";
    const filter = await resolveFilter(ctx, parseQuery(input.q), reach, { isByName });
    const { found } = filter;
    if (found && filter.text) found.isWalked = !isByName && isWorthWalking(found);
    const after = input.cursor ? decodeCursor(input.cursor, input.sort, input.dir) : null;
    const page = {
      filter,
      sort: input.sort,
      direction: input.dir,
      now: ctx.now,
      limit: input.limit + 1,
      few: await isFew(filter, input.sort, input.limit),
    };
    const { rows, complete } = await readInTime(page, found, after);
    const shown = rows.slice(0, input.limit);
    const last = rows.length > input.limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(toIdentityRow),
      complete,
      nextCursor: last ? encodeCursor(input.sort, input.dir, cursorOf(last)) : null,
    };
  },
});
