"use client";

import { useEffect, useSyncExternalStore } from "react";

let current = "";
const listeners = new Set<() => void>();

function set(label: string): void {
  current = label;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What the page below a section is called; rendered by the page, shown in the top bar. */
export function Crumb({ label }: { label: string }) {
  useEffect(() => {
    set(label);
    return () => set("");
  }, [label]);
  return null;
}

export const useCrumb = () =>
  useSyncExternalStore(
    subscribe,
    () => current,
    () => "",
  );
