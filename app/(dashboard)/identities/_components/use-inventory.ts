"use client";

import { useLocalStorage } from "@mantine/hooks";
import { useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
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

/** The list's state: all of it in the URL, so that a view is a link. */
export function useInventoryUrl() {
  const [url, setUrl] = useQueryStates(inventoryParams, { history: "replace", shallow: true });
  const order = useMemo(() => {
    const known = url.cols?.filter((id, at) => url.cols?.indexOf(id) === at) ?? usualColumns;
    return ["name", ...known.filter((id) => id !== "name")];
  }, [url.cols]);
  const state = useMemo(() => {
    const out = new URLSearchParams();
    if (url.q) out.set("q", url.q);
    if (url.sort !== "risk") out.set("sort", url.sort);
    if (url.dir !== "desc") out.set("dir", url.dir);
    if (url.cols) out.set("cols", url.cols.join(","));
    if (url.rows !== "compact") out.set("rows", url.rows);
    return out.toString();
  }, [url]);
  const open = (query: string) => {
    const from = new URLSearchParams(query);
    const pick = <Value extends string>(values: readonly Value[], name: string): Value | null =>
      values.find((value) => value === from.get(name)) ?? null;
    void setUrl({
      q: from.get("q"),
      sort: pick<SortKey>(sortKeys, "sort"),
      dir: pick<SortDirection>(sortDirections, "dir"),
      cols: from.get("cols")?.split(",") ?? null,
      rows: from.get("rows") === "comfortable" ? "comfortable" : null,
      panel: null,
    });
  };
  const setFilter = (filter: IdentityFilter) => void setUrl({ q: printQuery(filter) || null });
  return { ...url, order, state, setUrl, open, setFilter };
}

/** Which rows are ticked; `matching` stands for all that the filter matches, so many of them. */
export function useSelection(rows: readonly IdentityRow[], q: string) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [matching, setMatching] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<string | null>(null);
  const [of, setOf] = useState(q);
  const clear = () => {
    setIds(new Set());
    setMatching(null);
  };
  if (of !== q) {
    // A selection belongs to what was shown; another filter starts another one.
    setOf(q);
    clear();
  }
  const toggle = (id: string, range: boolean) => {
    const next = new Set(matching !== null ? rows.map((row) => row.id) : ids);
    const adds = !next.has(id);
    const from = range && anchor ? rows.findIndex((row) => row.id === anchor) : -1;
    const to = rows.findIndex((row) => row.id === id);
    const touched =
      from < 0 ? [id] : rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.id);
    for (const one of touched) {
      if (adds) next.add(one);
      else next.delete(one);
    }
    setMatching(null);
    setIds(next);
    setAnchor(id);
  };
  const toggleAll = () => {
    if (matching !== null || ids.size >= rows.length) clear();
    else setIds(new Set(rows.slice(0, 1_000).map((row) => row.id)));
  };
  return { ids, matching, toggle, toggleAll, clear, all: setMatching };
}

export const useKeysOn = () =>
  useLocalStorage<boolean>({
    key: "muster-single-keys",
    defaultValue: true,
    getInitialValueInEffect: true,
  });
