import type { CSSProperties, ReactNode } from "react";
import classes from "./plain-table.module.css";

interface PlainTableProps {
  label: string;
  columns: readonly (string | { label: string; number: true })[];
  children: ReactNode;
}

const labelOf = (column: PlainTableProps["columns"][number]) =>
  typeof column === "string" ? column : column.label;

/** What a phone shows before each value, where rows become cards. */
const labels = (columns: PlainTableProps["columns"]) =>
  Object.fromEntries(
    columns.map((column, n) => [`--label-${n + 1}`, JSON.stringify(labelOf(column))]),
  ) as CSSProperties;

/** A short table of a page that needs neither sorting nor a virtual list; cards on a phone. */
export function PlainTable({ label, columns, children }: PlainTableProps) {
  return (
    // A region that scrolls sideways must be reachable with the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      <table className={classes.table} style={labels(columns)}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={labelOf(column)}
                scope="col"
                data-number={typeof column === "string" ? undefined : true}
              >
                {labelOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
