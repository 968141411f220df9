"use client";

import { useEffect, useRef, useState } from "react";
import type { IdentityFacets } from "@/lib/domain/inventory/identity-row";
import { readApi } from "./api";

/** Counts for the present query; the ones before stay until the new ones are there. */
export function useFacets(q: string, first: IdentityFacets, turn: number): IdentityFacets {
  const [facets, setFacets] = useState(first);
  const loaded = useRef(`${q} ${turn}`);
  useEffect(() => {
    const key = `${q} ${turn}`;
    if (loaded.current === key) return;
    loaded.current = key;
    const abort = new AbortController();
    readApi<IdentityFacets>(`/api/v1/identities/facets?${new URLSearchParams({ q })}`, abort.signal)
      .then(setFacets)
      // The list itself says what went wrong; old counts are better than none.
      .catch(() => undefined);
    return () => abort.abort();
  }, [q, turn]);
  return facets;
}
