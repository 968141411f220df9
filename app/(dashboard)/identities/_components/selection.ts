/** As many rows as one command takes by their ids; see `bulkTarget` of the use-case. */
export const mostTicked = 1_000;

export interface Ticks {
  ids: ReadonlySet<string>;
  /** Some of what was asked for did not fit. */
  cut: boolean;
}

/** Ticks rows in their order until no more fit. */
export function tick(before: ReadonlySet<string>, rows: readonly string[]): Ticks {
  const ids = new Set(before);
  let cut = false;
  for (const id of rows) {
    if (ids.has(id)) continue;
    if (ids.size < mostTicked) ids.add(id);
    else cut = true;
  }
  return { ids, cut };
}

export function untick(before: ReadonlySet<string>, rows: readonly string[]): Ticks {
  const ids = new Set(before);
  for (const id of rows) ids.delete(id);
  return { ids, cut: false };
}

/** Between the row that was ticked last and this one, both included; alone where there is none. */
export function rangeOf(rows: readonly string[], anchor: string | null, id: string): string[] {
  const from = anchor === null ? -1 : rows.indexOf(anchor);
  const to = rows.indexOf(id);
  return from < 0 || to < 0 ? [id] : rows.slice(Math.min(from, to), Math.max(from, to) + 1);
}
