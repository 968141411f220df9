import { LocalLink as Link } from "@/components/shell/local-link";
import classes from "./exceptions.module.css";

const labels = {
  open: "Open",
  decide: "Waiting for a decision",
  expiring: "Ends soon",
  ended: "Ended",
} as const;
type View = keyof typeof labels;

/** The list's views with how many exceptions each holds. */
export function ExceptionTabs({ view, counts }: { view: View; counts: Record<View, number> }) {
  return (
    <nav className={classes.tabs} aria-label="Views">
      {Object.entries(labels).map(([name, label]) => (
        <Link
          key={name}
          href={name === "open" ? "/exceptions" : `/exceptions?view=${name}`}
          aria-current={name === view ? "page" : undefined}
        >
          {label}
          <span>{counts[name as View].toLocaleString("en-GB")}</span>
        </Link>
      ))}
    </nav>
  );
}
