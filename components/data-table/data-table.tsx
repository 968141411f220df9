"use client";

// Rows are virtual and laid out as a grid, which takes a table's own tags their meaning: roles say it.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import {
  columnOrderingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import type { DataTableProps } from "./columns";
import classes from "./data-table.module.css";
import { HeaderCell, SelectAll } from "./header-cell";

const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature });
const noRows: never[] = [];

/** A full-height, virtual table: sticky header and first column, sorted and paged at the server. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, columns, order, keyOf, rowHeight, condensed, onNearEnd, activeKey } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row & object>();
    return columns.map((column) =>
      helper.display({
        id: column.id,
        header: column.title,
        cell: ({ row }) => column.cell(row.original),
      }),
    );
  }, [columns]);
  const table = useTable({
    features,
    columns: defs,
    data: rows.length > 0 ? (rows as (Row & object)[]) : noRows,
    getRowId: (row) => keyOf(row),
    state: {
      columnOrder: [...order],
      columnVisibility: Object.fromEntries(
        columns.map((column) => [column.id, order.includes(column.id)]),
      ),
    },
  });
  const model = table.getRowModel().rows;
  // oxlint-disable-next-line react/incompatible-library -- read in this render only, never memoised
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The sticky header covers the top of the scroller.
    scrollPaddingStart: 40,
  });
  useEffect(() => virtual.measure(), [rowHeight, virtual]);

  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (model.length > 0 && lastShown >= model.length - 30) onNearEnd();
  }, [lastShown, model.length, onNearEnd]);

  const activeIndex = activeKey === null ? -1 : model.findIndex((row) => row.id === activeKey);
  useEffect(() => {
    if (activeIndex < 0) return;
    virtual.scrollToIndex(activeIndex, { align: "auto" });
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-row="${activeIndex}"] a`)
        ?.focus({ preventScroll: true }),
    );
  }, [activeIndex, virtual]);

  const shown = order.flatMap((id) => columns.find((column) => column.id === id) ?? []);
  const select = props.onSelect ? "40px " : "";
  const template = condensed
    ? `${select}minmax(0, 1fr)`
    : select +
      shown
        .map((column, at) => (at === 0 ? `minmax(${column.width}px, 1fr)` : `${column.width}px`))
        .join(" ");
  const minWidth = condensed
    ? 0
    : shown.reduce((sum, column) => sum + column.width, props.onSelect ? 40 : 0);
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      data-selectable={props.onSelect ? "" : undefined}
    >
      <div
        role="table"
        aria-label={props.label}
        aria-rowcount={props.total === null ? -1 : props.total + 1}
        className={classes.table}
        style={{ "--columns": template, minWidth } as React.CSSProperties}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" className={classes.headRow} aria-rowindex={1}>
            {props.onSelect ? <SelectAll {...props} /> : null}
            {(condensed ? shown.slice(0, 1) : shown).map((column) => (
              <HeaderCell
                key={column.id}
                column={column}
                sorting={props.sorting}
                onSort={props.onSort}
              />
            ))}
          </div>
        </div>
        <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = model[item.index];
            if (!row) return null;
            const isSelected = props.allSelected || props.selected.has(row.id);
            return (
              <div
                key={row.id}
                role="row"
                aria-rowindex={item.index + 2}
                data-row={item.index}
                data-selected={isSelected || undefined}
                data-open={row.id === props.openKey || undefined}
                data-active={row.id === activeKey || undefined}
                className={classes.row}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                {props.onSelect ? (
                  <div role="cell" className={classes.select}>
                    <input
                      type="checkbox"
                      aria-label={`Select ${props.nameOf(row.original)}`}
                      checked={isSelected}
                      onChange={(event) =>
                        props.onSelect?.(row.id, (event.nativeEvent as MouseEvent).shiftKey)
                      }
                    />
                  </div>
                ) : null}
                {condensed ? (
                  <div role="cell" className={classes.condensed}>
                    {condensed(row.original)}
                  </div>
                ) : (
                  row.getVisibleCells().map((cell, at) => (
                    <div
                      key={cell.id}
                      role="cell"
                      className={at === 0 ? classes.first : classes.cell}
                      data-align={shown[at]?.align}
                    >
                      <table.FlexRender cell={cell} />
                    </div>
                  ))
                )}
              </div>
            );
          })}
        </div>
      </div>
      {props.footer}
    </div>
  );
}
