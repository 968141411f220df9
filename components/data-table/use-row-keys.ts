"use client";

import { useEffect, useRef } from "react";

export interface RowKeys {
  next: () => void;
  previous: () => void;
  select: () => void;
  actions: () => void;
  close: () => void;
  addFilter: () => void;
  search: () => void;
  help: () => void;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && target.type === "checkbox");

const actionOf: Readonly<Record<string, keyof RowKeys>> = {
  j: "next",
  k: "previous",
  x: "select",
  a: "actions",
  f: "addFilter",
  "/": "search",
  "?": "help",
  Escape: "close",
};

/** Single-key shortcuts of a list; off while somebody types, and off altogether when `on` is false. */
export function useRowKeys(on: boolean, keys: RowKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const action = Object.hasOwn(actionOf, event.key) ? actionOf[event.key] : undefined;
      if (!action || isTyping(event.target)) return;
      if (document.querySelector(':popover-open, [role="dialog"]:not([popover])')) return;
      if (!on && action !== "close") return;
      if (action !== "close") event.preventDefault();
      latest.current[action]();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [on]);
}
