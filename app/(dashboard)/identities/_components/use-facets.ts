"use client";

import { useEffect, useRef, useState } from "react";
import type { IdentityFacets } from "@/lib/domain/inventory/identity-row";
import { readApi } from "./api";

/** Of the list of facets, for what opens it. */
export const facetsId = "facets";

export interface ReadFacets {
  facets: IdentityFacets;
  /** These counts are of another query, because this one's could not be read. */
  stale: boolean;
  again: () => void;
}

/** Nothing is counted, and there is something: a source is read for the first time. */
export const isUncounted = ({ total, complete }: IdentityFacets): boolean =>
  total === 0 && !complete;

const againMs = 5_000;

/** Counts for the present query; the ones before stay until the new ones are there. */
export function useFacets(
  q: string,
  first: { facets: IdentityFacets; error: string | null },
  turn: number,
): ReadFacets {
  const [read, setRead] = useState({ facets: first.facets, stale: first.error !== null });
  const [tries, setTries] = useState(0);
  const key = `${q} ${turn} ${tries}`;
  const loaded = useRef(key);
  useEffect(() => {
    if (loaded.current === key) return;
    loaded.current = key;
    const abort = new AbortController();
    readApi<IdentityFacets>(`/api/v1/identities/facets?${new URLSearchParams({ q })}`, abort.signal)
      .then((facets) => {
        if (!abort.signal.aborted) setRead({ facets, stale: false });
      })
      .catch(() => {
        if (!abort.signal.aborted) setRead((before) => ({ ...before, stale: true }));
      });
    return () => abort.abort();
  }, [q, key]);
  const waits = isUncounted(read.facets);
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setInterval(() => setTries((before) => before + 1), againMs);
    return () => clearInterval(timer);
  }, [waits]);
  return { ...read, again: () => setTries((before) => before + 1) };
}
