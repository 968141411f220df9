/** Identities that a search found beforehand. */
export interface Found {
  ids: string[];
  /** False when these are only the first of many. */
  all: boolean;
  /** The order asked for meets them soon, wherever they lie. */
  isWalked?: boolean;
}

const many = 500;

export const isManyFound = (found: Found | undefined): boolean =>
  found?.all === true && found.ids.length > many;

/** Many ids are looked up one by one: the planner, shown them, would walk an index of a million names. */
export function foundSql(found: Found, p: { add(value: unknown): string }): string {
  const ids = `${p.add(found.ids)}::uuid[]`;
  return found.isWalked || !isManyFound(found)
    ? `id = ANY(${ids})`
    : `id = ANY(ARRAY(SELECT unnest(${ids})))`;
}
