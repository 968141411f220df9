import { boundedWidth, type OnWidth } from "./column-widths";

/** How far one press of a button goes, in pixels. */
const step = 24;

const widthOf = (head: Element): number => boundedWidth(head.getBoundingClientRect().width);

/** What a column and the first one take on the screen now, in pixels; null where it has no head. */
export function shownWidths(id: string): { px: number; firstPx: number } | null {
  const heads = [...document.querySelectorAll("[role=columnheader][data-column]")];
  const own = heads.find((head) => head.getAttribute("data-column") === id);
  return own && heads[0] ? { px: widthOf(own), firstPx: widthOf(heads[0]) } : null;
}

/** One step wider or narrower than it is shown. */
export function stepWidth(id: string, by: 1 | -1, onWidth: OnWidth): void {
  const shown = shownWidths(id);
  if (shown) onWidth(id, boundedWidth(shown.px + by * step), shown.firstPx);
}
