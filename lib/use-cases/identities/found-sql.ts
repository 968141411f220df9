import type { SortDirection } from "@/lib/domain/inventory/list-order";
import type { Parameters } from "./parameters";

/** Identities that a search found beforehand. */
export interface Found {
  /** Their ids as PostgreSQL writes an array: thousands go back to it as they came. */
  ids: string;
  count: number;
  /** False when these are only the first of many. */
  all: boolean;
  /** The order asked for meets them sooner than they could be looked up, wherever they lie. */
  isWalked?: boolean;
  /** The ids stand in the order of the names. */
  isByName?: boolean;
}

/** Up to here the planner is shown the ids: planning with more takes longer than it saves. */
const shown = 500;
/** From here on walking an order in which matches lie evenly costs less than looking each up. */
const worthWalking = 3_000;

export const isManyFound = (found: Found | undefined): boolean =>
  found?.all === true && found.count > shown;

export const isWorthWalking = ({ count }: Found): boolean => count > worthWalking;

/** Many ids are looked up one by one: the planner, shown them, would walk an index of a million names. */
export function foundSql(found: Found, p: Parameters): string {
  const ids = `${p.add(found.ids)}::uuid[]`;
  return isManyFound(found) ? `id = ANY(ARRAY(SELECT unnest(${ids})))` : `id = ANY(${ids})`;
}

/** True where a page by name takes the first of what was found instead of sorting it all. */
export const isTakenByName = (found: Found | undefined): boolean =>
  found?.isByName === true && isManyFound(found);

/** The ids of what was found by name, from the place of the cursor on, one looked up after the other. */
export function byNameSql(
  { filter, direction }: { filter: { found?: Found }; direction: SortDirection },
  conditions: readonly string[],
  after: { id: string } | null,
  p: Parameters,
): string {
  const { ids: found = "{}", count = 0 } = filter.found ?? {};
  const ids = `${p.add(found)}::uuid[]`;
  const [sign, order, begin] = direction === "desc" ? ["<", "DESC", count + 2] : [">", "ASC", 0];
  const place = after
    ? `WHERE n ${sign} coalesce(array_position(${ids}, ${p.add(after.id)}::uuid), ${begin})`
    : "";
  return `SELECT named.id FROM (
      SELECT id, n FROM unnest(${ids}) WITH ORDINALITY u(id, n) ${place} ORDER BY n ${order}) named
    CROSS JOIN LATERAL (SELECT FROM identity
      WHERE identity.id = named.id AND ${conditions.join(" AND ")} OFFSET 0) one
    ORDER BY n ${order}`;
}

/**
 * What a statement of ids finds, counted up to one beyond the limit. By name, each id comes with the
 * name to sort it by.
 */
export const foundStatement = (ids: string, limit: number, isByName = false): string =>
  `SELECT array_agg(id${isByName ? " ORDER BY sort_name, id" : ""})::text AS ids, count(*)::int AS count
   FROM (${ids} LIMIT ${limit + 1}) f(id${isByName ? ", sort_name" : ""})`;

export const toFound = (
  row: { ids: string | null; count: number } | undefined,
  limit: number,
): Found => {
  const { ids, count } = row ?? { ids: null, count: 0 };
  return { ids: ids ?? "{}", count, all: count <= limit };
};
