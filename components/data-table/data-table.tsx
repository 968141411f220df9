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
import { useMemo } from "react";
import { tracksOf } from "./column-widths";
import type { DataTableProps } from "./columns";
import classes from "./data-table.module.css";
import { HeaderCell, SelectAll } from "./header-cell";
import { useTabStop } from "./use-tab-stop";
import { useTableView } from "./use-table-view";

const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature });
const noRows: never[] = [];

/** A full-height, virtual table: sticky header and first column, sorted and paged at the server. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, columns, order, keyOf, condensed, activeKey } = props;
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
  const view = useTableView({ ...props, keys: model.map((row) => row.id) });
  const { scroller, virtual, items } = view;
  const stop = useTabStop({ ...props, ...view });
  const shown = order.flatMap((id) => columns.find((column) => column.id === id) ?? []);
  const select = props.onSelect ? "40px " : "";
  const tracks = condensed
    ? { template: "minmax(0, 1fr)", minWidth: 0 }
    : tracksOf(shown, props.widths ?? {});
  const template = select + tracks.template;
  const minWidth = condensed ? 0 : tracks.minWidth + (props.onSelect ? 40 : 0);
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      data-selectable={props.onSelect ? "" : undefined}
    >
      <div
        role="grid"
        aria-label={props.label}
        aria-multiselectable={props.onSelect ? true : undefined}
        aria-rowcount={props.total === null ? -1 : props.total + 1}
        className={classes.table}
        style={{ "--columns": template, minWidth } as React.CSSProperties}
        {...stop}
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
                {...(props.onWidth && !condensed ? { onWidth: props.onWidth } : {})}
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
                aria-selected={props.onSelect ? isSelected : undefined}
                onFocus={() => props.onActive(row.id)}
                data-row={item.index}
                data-selected={isSelected || undefined}
                data-open={row.id === props.openKey || undefined}
                data-active={row.id === activeKey || undefined}
                className={classes.row}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                {props.onSelect ? (
                  <div role="gridcell" className={classes.select}>
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
                  <div role="gridcell" className={classes.condensed}>
                    {condensed(row.original)}
                  </div>
                ) : (
                  row.getVisibleCells().map((cell, at) => (
                    <div
                      key={cell.id}
                      role={at === 0 ? "rowheader" : "gridcell"}
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
