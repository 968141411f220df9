import type { ReactNode } from "react";
import classes from "./fact-rows.module.css";

/** Names and values, one a row. */
export function FactRows({ label, rows }: { label: string; rows: [string, ReactNode][] }) {
  return (
    <section aria-label={label} className={classes.facts}>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
