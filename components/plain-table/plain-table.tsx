import type { ReactNode } from "react";
import classes from "./plain-table.module.css";

interface PlainTableProps {
  label: string;
  columns: readonly (string | { label: string; number: true })[];
  children: ReactNode;
}

/** A short table of a page that needs neither sorting nor a virtual list. */
export function PlainTable({ label, columns, children }: PlainTableProps) {
  return (
    // A region that scrolls sideways must be reachable with the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) =>
              typeof column === "string" ? (
                <th key={column} scope="col">
                  {column}
                </th>
              ) : (
                <th key={column.label} scope="col" data-number>
                  {column.label}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
