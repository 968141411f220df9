"use client";

import { useLocalStorage } from "@mantine/hooks";
import { type inferParserType, type Nullable, useQueryStates } from "nuqs";
import { useCallback, useMemo, useState } from "react";
import {
  type ColumnWidths,
  type OnWidth,
  printWidths,
  readWidths,
} from "@/components/data-table/column-widths";
import type { IdentityFilter } from "@/lib/domain/inventory/identity-filter";
import type { IdentityRow } from "@/lib/domain/inventory/identity-row";
import {
  type SortDirection,
  sortDirections,
  type SortKey,
  sortKeys,
} from "@/lib/domain/inventory/list-order";
import { printQuery } from "@/lib/domain/inventory/query-text";
import { inventoryParams } from "../search-params";
import { usualColumns } from "./columns";
import { mostTicked, rangeOf, tick, type Ticks, untick } from "./selection";

type Url = Partial<Nullable<inferParserType<typeof inventoryParams>>>;

/** What a view keeps of an address; empty for the whole list in its usual order. */
function stateOf({ q, sort, dir, cols, widths, rows }: Url): string {
  const out = new URLSearchParams();
  if (q) out.set("q", q);
  if (sort && sort !== "risk") out.set("sort", sort);
  if (dir && dir !== "desc") out.set("dir", dir);
  if (cols) out.set("cols", cols.join(","));
  if (widths) out.set("widths", widths.join(","));
  if (rows && rows !== "compact") out.set("rows", rows);
  return out.toString();
}

/** The list's state: all of it in the URL, so that a view is a link. */
export function useInventoryUrl() {
  const [url, put] = useQueryStates(inventoryParams, { history: "replace", shallow: true });
  const setUrl = useCallback(
    (changes: Url, history: "replace" | "push" = "replace") =>
      put(
        (before) => ({
          ...changes,
          view: stateOf({ ...before, ...changes }) === "" ? "all" : null,
        }),
        { history },
      ),
    [put],
  );
  const order = useMemo(() => {
    const known = url.cols?.filter((id, at) => url.cols?.indexOf(id) === at) ?? usualColumns;
    return ["name", ...known.filter((id) => id !== "name")];
  }, [url.cols]);
  const state = useMemo(() => stateOf(url), [url]);
  const open = (query: string) => {
    const from = new URLSearchParams(query);
    const pick = <Value extends string>(values: readonly Value[], name: string): Value | null =>
      values.find((value) => value === from.get(name)) ?? null;
    void setUrl({
      q: from.get("q"),
      sort: pick<SortKey>(sortKeys, "sort"),
      dir: pick<SortDirection>(sortDirections, "dir"),
      cols: from.get("cols")?.split(",") ?? null,
      widths: from.get("widths")?.split(",") ?? null,
      rows: from.get("rows") === "comfortable" ? "comfortable" : null,
      panel: null,
    });
  };
  const setFilter = (filter: IdentityFilter) => void setUrl({ q: printQuery(filter) || null });
  const widths = useMemo(() => readWidths(url.widths ?? []), [url.widths]);
  const setWidth: OnWidth = (id, px, firstPx) => {
    const { [id]: _before, ...others } = widths;
    // Else the first column would take back what another one is given, and the edge would not move.
    const first: ColumnWidths = firstPx === undefined || id === "name" ? {} : { name: firstPx };
    const next = printWidths({ ...first, ...others, ...(px === null ? {} : { [id]: px }) });
    void setUrl({ widths: next.length > 0 ? next : null });
  };
  return { ...url, order, state, widths, setUrl, setWidth, open, setFilter };
}

/** What was just done, said until the list shows something else. */
export function useDone(state: string) {
  const [done, setDone] = useState<string | null>(null);
  const [of, setOf] = useState(state);
  if (of !== state) {
    setOf(state);
    setDone(null);
  }
  return [done, setDone] as const;
}

const nothing: Ticks = { ids: new Set(), cut: false };

/** Which rows are ticked; `matching` stands for all that the filter matches, so many of them. */
export function useSelection(rows: readonly IdentityRow[], q: string) {
  const [ticks, setTicks] = useState(nothing);
  const [matching, setMatching] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<string | null>(null);
  const [of, setOf] = useState(q);
  const put = (next: Ticks) => {
    setTicks(next);
    setMatching(null);
  };
  const clear = () => put(nothing);
  if (of !== q) {
    // A selection belongs to what was shown; another filter starts another one.
    setOf(q);
    clear();
  }
  const shown = () => rows.map((row) => row.id);
  const toggle = (id: string, range: boolean) => {
    const before = matching === null ? ticks : tick(new Set(), shown());
    const touched = range ? rangeOf(shown(), anchor, id) : [id];
    const next = (before.ids.has(id) ? untick : tick)(before.ids, touched);
    put({ ids: next.ids, cut: next.cut || (matching !== null && before.cut) });
    setAnchor(id);
  };
  const toggleAll = () => {
    if (matching !== null || ticks.ids.size >= Math.min(rows.length, mostTicked)) clear();
    else put(tick(new Set(), shown()));
  };
  return { ...ticks, matching, toggle, toggleAll, clear, all: setMatching };
}

export const useKeysOn = () =>
  useLocalStorage<boolean>({
    key: "muster-single-keys",
    defaultValue: true,
    getInitialValueInEffect: true,
  });
