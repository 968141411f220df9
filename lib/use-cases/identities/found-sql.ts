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

/** What a statement with one column of ids finds, counted up to one beyond the limit. */
export const foundStatement = (ids: string, limit: number): string =>
  `SELECT array_agg(id)::text AS ids, count(*)::int AS count FROM (${ids} LIMIT ${limit + 1}) f(id)`;

export const toFound = (
  row: { ids: string | null; count: number } | undefined,
  limit: number,
): Found => {
  const { ids, count } = row ?? { ids: null, count: 0 };
  return { ids: ids ?? "{}", count, all: count <= limit };
};
