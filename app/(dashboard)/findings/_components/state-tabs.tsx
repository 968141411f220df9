import Link from "next/link";
import { findingsHref } from "../findings-href";
import type { FindingParams } from "../search-params";
import classes from "./findings.module.css";

const states = [
  ["open", "Open"],
  ["reopened", "Reopened"],
  ["excepted", "Excepted"],
  ["resolved", "Resolved"],
] as const;

interface StateTabsProps {
  params: FindingParams;
  counts: Record<(typeof states)[number][0], number>;
}

/** Open, reopened, resolved with their counts; and whether findings are grouped by rule. */
export function StateTabs({ params, counts }: StateTabsProps) {
  const current = params.state ?? "open";
  const fresh = { cursor: null, finding: null };
  const isAll = params.view === "all";
  return (
    <div className={classes.tabs}>
      <nav aria-label="State of the findings">
        {states.map(([state, label]) => (
          <Link
            key={state}
            href={findingsHref(params, { ...fresh, state: state === "open" ? null : state })}
            aria-current={state === current ? "page" : undefined}
          >
            {label} <span>{counts[state].toLocaleString("en-GB")}</span>
          </Link>
        ))}
      </nav>
      {params.rule ? null : (
        <nav aria-label="Grouping" className={classes.grouping}>
          <Link
            href={findingsHref(params, { ...fresh, view: null })}
            aria-current={isAll ? undefined : "page"}
          >
            By rule
          </Link>
          <Link
            href={findingsHref(params, { ...fresh, view: "all" })}
            aria-current={isAll ? "page" : undefined}
          >
            One by one
          </Link>
        </nav>
      )}
    </div>
  );
}
