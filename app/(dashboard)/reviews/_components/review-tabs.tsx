import { LocalLink as Link } from "@/components/shell/local-link";
import classes from "./reviews.module.css";

const labels = { open: "Open", ended: "Ended", tasks: "Tasks", repeating: "Repeating" } as const;

/** What the list shows: reviews under way, reviews that are over, or the work they left. */
export function ReviewTabs({ view }: { view: keyof typeof labels }) {
  return (
    <nav className={classes.tabs} aria-label="Views">
      {(Object.keys(labels) as (keyof typeof labels)[]).map((name) => (
        <Link
          key={name}
          href={name === "open" ? "/reviews" : `/reviews?view=${name}`}
          className={classes.tab}
          aria-current={name === view ? "page" : undefined}
        >
          {labels[name]}
        </Link>
      ))}
    </nav>
  );
}
