"use client";

import { type PointerEvent, useRef } from "react";
import { boundedWidth, type OnWidth } from "./column-widths";
import classes from "./data-table.module.css";
import { shownWidths } from "./shown-widths";

/** Dragged at a column's edge; for those who cannot drag the menu of columns has buttons. */
export function WidthGrip({ id, onWidth }: { id: string; onWidth: OnWidth }) {
  const start = useRef<{ x: number; px: number; firstPx: number } | null>(null);
  const begin = (event: PointerEvent<HTMLSpanElement>) => {
    const shown = shownWidths(id);
    if (!shown || event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, ...shown };
  };
  const move = (event: PointerEvent) => {
    if (!start.current || event.clientX === start.current.x) return;
    const { x, px, firstPx } = start.current;
    onWidth(id, boundedWidth(px + event.clientX - x), firstPx);
  };
  const end = () => {
    start.current = null;
  };
  return (
    <span
      className={classes.grip}
      aria-hidden="true"
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => onWidth(id, null)}
    />
  );
}
