"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { IdentityPage, IdentityRow } from "@/lib/domain/inventory/identity-row";
import { messageOf, readApi } from "./api";

export interface ListQuery {
  q: string;
  sort: string;
  dir: string;
}

interface Pages {
  /** Names the list that the rows are of, by its filter and order. */
  listKey: string;
  rows: IdentityRow[];
  complete: boolean;
  nextCursor: string | null;
  state: "ready" | "loading" | "loading-more" | "failed";
  error: string | null;
}

const keyOf = ({ q, sort, dir }: ListQuery): string =>
  new URLSearchParams({ q, sort, dir }).toString();
const started = (listKey: string, page: IdentityPage): Pages => ({
  listKey,
  rows: page.items,
  complete: page.complete,
  nextCursor: page.nextCursor,
  state: "ready",
  error: null,
});
const failed = (error: unknown) => ({ state: "failed" as const, error: messageOf(error) });

/** The rows loaded so far; changing the query starts again and keeps the old rows until it answers. */
export function useIdentityPages(query: ListQuery, first: IdentityPage, firstError: string | null) {
  const [pages, setPages] = useState<Pages>({
    ...started(keyOf(query), first),
    ...(firstError ? { state: "failed", error: firstError } : {}),
  });
  const [turn, setTurn] = useState(0);
  const loaded = useRef(keyOf(query) + String(turn));
  const key = keyOf(query);
  const busy = useRef<AbortController | null>(null);

  useEffect(() => {
    if (loaded.current === key + String(turn)) return;
    loaded.current = key + String(turn);
    busy.current?.abort();
    const abort = new AbortController();
    busy.current = abort;
    setPages((before) => ({ ...before, state: "loading", error: null }));
    readApi<IdentityPage>(`/api/v1/identities?${key}`, abort.signal)
      .then((page) => {
        if (abort.signal.aborted) return;
        busy.current = null;
        setPages(started(key, page));
      })
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        busy.current = null;
        setPages((before) => ({ ...before, ...failed(error) }));
      });
  }, [key, turn]);

  const loadMore = useCallback(() => {
    if (busy.current || pages.nextCursor === null || pages.state !== "ready") return;
    const abort = new AbortController();
    busy.current = abort;
    setPages((before) => ({ ...before, state: "loading-more" }));
    const cursor = encodeURIComponent(pages.nextCursor);
    readApi<IdentityPage>(`/api/v1/identities?${key}&limit=200&cursor=${cursor}`, abort.signal)
      .then((page) => {
        if (abort.signal.aborted) return;
        busy.current = null;
        setPages((before) => ({ ...started(key, page), rows: [...before.rows, ...page.items] }));
      })
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        busy.current = null;
        setPages((before) => ({ ...before, ...failed(error) }));
      });
  }, [key, pages.nextCursor, pages.state]);

  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { ...pages, loadMore, reload };
}
