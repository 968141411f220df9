"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useRef } from "react";

interface TableView {
  /** Ids of the loaded rows, in order. */
  keys: readonly string[];
  /** Pixels. */
  rowHeight: number;
  activeKey: string | null;
  /** The row whose panel is open: it stays in sight while the focus is in there. */
  openKey: string | null;
  /** Grows each time the active row is to take the focus. */
  focusTurn: number;
  /** Names the list that is shown: another one starts at its top. */
  listKey: string;
  onNearEnd: () => void;
}

const overscan = 12;
/** Pixels, its line included. */
const headHeight = 37;

/** Which rows are drawn, where the list is scrolled to, and when it reads on. */
export function useTableView(view: TableView) {
  const { keys, rowHeight, activeKey, focusTurn, listKey, onNearEnd } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const activeIndex = activeKey === null ? -1 : keys.indexOf(activeKey);
  // oxlint-disable-next-line react/incompatible-library -- read in this render only, never memoised
  const virtual = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    // The active row stays drawn when it is scrolled away: it may have the focus.
    rangeExtractor: (range) => {
      const near = defaultRangeExtractor(range);
      if (activeIndex < 0 || near.includes(activeIndex)) return near;
      return [...near, activeIndex].sort((a, b) => a - b);
    },
    // Rows begin below the header, which takes as much of what is seen.
    scrollPaddingEnd: headHeight,
  });
  useEffect(() => virtual.measure(), [rowHeight, virtual]);

  const items = virtual.getVirtualItems();
  const lastShown = (virtual.range?.endIndex ?? 0) + overscan;
  useEffect(() => {
    if (keys.length > 0 && lastShown >= keys.length - 30) onNearEnd();
  }, [lastShown, keys.length, onNearEnd]);

  const shownList = useRef(listKey);
  useEffect(() => {
    if (shownList.current === listKey) return;
    shownList.current = listKey;
    scroller.current?.scrollTo({ top: 0 });
  }, [listKey]);

  const focusActive = useEffectEvent(() => {
    if (activeIndex >= 0) virtual.scrollToIndex(activeIndex, { align: "auto" });
    // At once: a key may follow before the next frame, and the active row is always drawn. One that is
    // not in the list went when the list did, as the key was pressed: the first row stands for it.
    const places = [`[data-row="${activeIndex}"] a`, "[data-row] a", '[tabindex="0"]'];
    const found = places.map((place) => scroller.current?.querySelector<HTMLElement>(place));
    found.find((one) => one)?.focus({ preventScroll: true });
  });
  const showOpen = useEffectEvent(() => {
    const at = view.openKey === null ? -1 : keys.indexOf(view.openKey);
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  });
  useEffect(() => showOpen(), [view.openKey]);
  // A table that is drawn anew owes nobody the focus that was asked for before.
  const heard = useRef(focusTurn);
  useEffect(() => {
    if (heard.current === focusTurn) return;
    heard.current = focusTurn;
    focusActive();
  }, [focusTurn]);
  return { scroller, virtual, items, activeIndex };
}
