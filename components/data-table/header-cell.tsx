// Rows are virtual and laid out as a grid, which takes a table's own tags their meaning: roles say it.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { OnWidth } from "./column-widths";
import type { Column, DataTableProps, Sorting } from "./columns";
import classes from "./data-table.module.css";
import { WidthGrip } from "./width-grip";

interface HeaderCellProps<Row> {
  column: Column<Row>;
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
  onWidth?: OnWidth;
}

const opposite = { asc: "desc", desc: "asc" } as const;

/** A column's title; a button when the list can be sorted by it. */
export function HeaderCell<Row>({ column, sorting, onSort, onWidth }: HeaderCellProps<Row>) {
  const { sortKey, firstDirection = "desc" } = column;
  const active = sortKey !== undefined && sorting.key === sortKey;
  const direction = active ? sorting.direction : undefined;
  const Arrow = direction === "asc" ? IconArrowUp : IconArrowDown;
  return (
    <div
      role="columnheader"
      className={column.id === "name" ? classes.firstHead : classes.headCell}
      data-align={column.align}
      data-column={column.id}
      {...(sortKey
        ? { "aria-sort": direction ? (`${direction}ending` as const) : ("none" as const) }
        : {})}
    >
      {sortKey ? (
        <button
          type="button"
          className={classes.sort}
          onClick={() =>
            onSort({ key: sortKey, direction: direction ? opposite[direction] : firstDirection })
          }
        >
          {column.title}
          {active ? <Arrow size={14} aria-hidden="true" /> : null}
        </button>
      ) : (
        column.title
      )}
      {onWidth ? <WidthGrip id={column.id} onWidth={onWidth} /> : null}
    </div>
  );
}

type SelectAllProps = Pick<DataTableProps<unknown>, "selected" | "allSelected" | "onSelectAll"> & {
  rows: readonly unknown[];
};

export function SelectAll({ rows, selected, allSelected, onSelectAll }: SelectAllProps) {
  const all = allSelected || (rows.length > 0 && selected.size >= rows.length);
  return (
    <div role="columnheader" className={classes.select}>
      <input
        type="checkbox"
        aria-label="Select all loaded rows"
        checked={all}
        ref={(box) => {
          if (box) box.indeterminate = !all && selected.size > 0;
        }}
        onChange={() => onSelectAll?.()}
      />
    </div>
  );
}
