import { LocalLink as Link } from "@/components/shell/local-link";
import classes from "./offboarding.module.css";

const labels = {
  open: "Open",
  decide: "Needs a person",
  stuck: "Stuck",
  closed: "Closed",
} as const;
type View = keyof typeof labels;

/** The list's views with how many cases each holds. */
export function CaseTabs({ view, counts }: { view: View; counts: Record<View, number> }) {
  return (
    <nav className={classes.tabs} aria-label="Views">
      {(Object.keys(labels) as View[]).map((name) => (
        <Link
          key={name}
          href={name === "open" ? "/offboarding" : `/offboarding?view=${name}`}
          className={classes.tab}
          aria-current={name === view ? "page" : undefined}
        >
          {labels[name]}
          <span className={classes.count}>{counts[name].toLocaleString("en-GB")}</span>
        </Link>
      ))}
    </nav>
  );
}
