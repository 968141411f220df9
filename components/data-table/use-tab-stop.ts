"use client";

import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
} from "react";

const controlsIn = (part: Element): HTMLElement[] => [
  ...part.querySelectorAll<HTMLElement>("a[href], button, input, [tabindex]"),
];

/** Leaves one control in the order of Tab, and returns it: the one with the focus, or the active row's link. */
function settle(table: HTMLElement, activeIndex: number): Element | undefined {
  const controls = controlsIn(table);
  const stop =
    controls.find((control) => control === document.activeElement) ??
    table.querySelector(`[data-row="${activeIndex}"] a`) ??
    table.querySelector("[data-row] a") ??
    controls[0];
  for (const control of controls) {
    const wanted = control === stop ? 0 : -1;
    if (control.tabIndex !== wanted) control.tabIndex = wanted;
  }
  return stop;
}

/** To the controls beside this one in its row; false where the key means something else. */
function moveAlong(event: KeyboardEvent, line: Element): boolean {
  const controls = controlsIn(line);
  const at = controls.findIndex((control) => control === event.target);
  const to: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    Home: 0,
    End: controls.length - 1,
  };
  const next = to[event.key];
  if (next === undefined || event.ctrlKey || event.metaKey) return false;
  controls[Math.max(0, Math.min(controls.length - 1, next))]?.focus();
  return true;
}

/** How many rows a key goes down; negative is up. */
function rowsOf(event: KeyboardEvent, isHead: boolean, page: number): number | undefined {
  const whole: Record<string, number> = { Home: -Infinity, End: Infinity };
  if (event.ctrlKey || event.metaKey) return whole[event.key];
  const by: Record<string, number> = {
    ArrowDown: isHead ? -Infinity : 1,
    ArrowUp: isHead ? 0 : -1,
    PageDown: page,
    PageUp: -page,
  };
  return by[event.key];
}

interface TabStop {
  scroller: RefObject<HTMLDivElement | null>;
  activeIndex: number;
  /** Pixels. */
  rowHeight: number;
  /** Goes so many rows down; infinity is the last one. */
  onMove: (by: number) => void;
}

/** Makes a table one stop of Tab, in which arrow keys move between rows and along a row. */
export function useTabStop({ scroller, activeIndex, rowHeight, onMove }: TabStop) {
  const hasFocus = useRef(false);
  const settleNow = () => (scroller.current ? settle(scroller.current, activeIndex) : undefined);
  // Rows come and go while the list scrolls: every drawing may bring new controls, or take the focused one.
  useLayoutEffect(() => {
    const stop = settleNow();
    const isLost = hasFocus.current && document.activeElement === document.body;
    if (isLost && stop instanceof HTMLElement) stop.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const line = (event.target as Element).closest('[role="row"]');
    if (!line || event.altKey || event.shiftKey || event.defaultPrevented) return;
    if (moveAlong(event, line)) return event.preventDefault();
    const head = scroller.current?.querySelector(
      "[role='columnheader'] button, [role='columnheader'] input",
    );
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const by = rowsOf(event, !line.hasAttribute("data-row"), page);
    if (by === undefined) return;
    event.preventDefault();
    const leavesTop = event.key === "ArrowUp" && line.getAttribute("data-row") === "0";
    if (leavesTop && head instanceof HTMLElement) head.focus();
    else if (by !== 0) onMove(by);
  };
  return {
    onKeyDown,
    onFocus: () => {
      hasFocus.current = true;
      settleNow();
    },
    onBlur: ({ target, relatedTarget, currentTarget }: FocusEvent) => {
      if (target.isConnected) hasFocus.current = currentTarget.contains(relatedTarget);
    },
  };
}
