import type { ReactNode } from "react";
import type { ColumnWidths, OnWidth } from "./column-widths";

/** One column: how wide it is, how it sorts, and what it shows of a row. */
export interface Column<Row> {
  id: string;
  title: string;
  /** Pixels; the first column also takes what is left over. */
  width: number;
  align?: "right";
  sortKey?: string;
  /** The direction that a first click asks for. */
  firstDirection?: "asc" | "desc";
  cell: (row: Row) => ReactNode;
}

export interface Sorting {
  key: string;
  direction: "asc" | "desc";
}

export interface DataTableProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  /** Ids of the visible columns in order; the first is sticky. */
  order: readonly string[];
  /** Chosen widths; `onWidth` makes them changeable. */
  widths?: ColumnWidths;
  onWidth?: OnWidth;
  keyOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  rowHeight: number;
  /** On a small screen: a row's whole content instead of its columns. */
  condensed?: ((row: Row) => ReactNode) | null;
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
  /** Names the list that is shown, as its filter and order do: another one starts at its top. */
  listKey: string;
  activeKey: string | null;
  /** Grows each time the active row is to take the focus. */
  focusTurn: number;
  /** The focus came to a row by itself: a click in it, or Tab. */
  onActive: (key: string) => void;
  /** A key asks for the row so many further down; infinity is the last one. */
  onMove: (by: number) => void;
  openKey: string | null;
  selected: ReadonlySet<string>;
  allSelected: boolean;
  onSelect?: (key: string, range: boolean) => void;
  onSelectAll?: () => void;
  onNearEnd: () => void;
  /** Rows that match in total, for assistive technology; null where nobody knows. */
  total: number | null;
  footer?: ReactNode;
}

/** Moves a column one place, for people who cannot drag. The first place belongs to the name. */
export function moved(order: readonly string[], id: string, by: -1 | 1): string[] {
  const from = order.indexOf(id);
  const to = from + by;
  if (from < 1 || to < 1 || to >= order.length) return [...order];
  const next = [...order];
  next.splice(from, 1);
  next.splice(to, 0, id);
  return next;
}
