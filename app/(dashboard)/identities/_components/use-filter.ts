"use client";

import { useMemo } from "react";
import type { IdentityFilter } from "@/lib/domain/inventory/identity-filter";
import { parseQuery } from "@/lib/domain/inventory/query-text";
import { messageOf } from "./api";

export type ReadQuery = { filter: IdentityFilter; error: null } | { filter: null; error: string };

export function readQuery(q: string): ReadQuery {
  try {
    return { filter: parseQuery(q), error: null };
  } catch (error) {
    return { filter: null, error: messageOf(error) };
  }
}

/** The filter behind the query text, or which word of it is wrong. */
export const useFilter = (q: string): ReadQuery => useMemo(() => readQuery(q), [q]);
