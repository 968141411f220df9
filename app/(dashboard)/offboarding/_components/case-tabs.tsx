import { LocalLink as Link } from "@/components/shell/local-link";
import classes from "./offboarding.module.css";

const labels = {
  open: "Open",
  decide: "Needs a person",
  stuck: "Stuck",
  closed: "Closed",
} as const;
type View = keyof typeof labels;

const kinds = { all: "All", offboarding: "Offboarding", rotation: "Rotation" } as const;
type Kind = keyof typeof kinds;

/** Where a view of the list is; the defaults stay out of the address. */
export function casesHref(view: string, kind: Kind, cursor?: string): string {
  const query = new URLSearchParams({
    ...(view === "open" ? {} : { view }),
    ...(kind === "all" ? {} : { kind }),
    ...(cursor ? { cursor } : {}),
  }).toString();
  return query === "" ? "/offboarding" : `/offboarding?${query}`;
}

interface CaseTabsProps {
  view: View;
  kind: Kind;
  counts: Record<View, number>;
}

/** The list's views with how many cases each holds, and which kind of case. */
export function CaseTabs({ view, kind, counts }: CaseTabsProps) {
  return (
    <div className={classes.tabs}>
      <nav className={classes.views} aria-label="Views">
        {(Object.keys(labels) as View[]).map((name) => (
          <Link
            key={name}
            href={casesHref(name, kind)}
            className={classes.tab}
            aria-current={name === view ? "page" : undefined}
          >
            {labels[name]}
            <span className={classes.count}>{counts[name].toLocaleString("en-GB")}</span>
          </Link>
        ))}
      </nav>
      <nav className={classes.views} aria-label="Kinds">
        {(Object.keys(kinds) as Kind[]).map((name) => (
          <Link
            key={name}
            href={casesHref(view, name)}
            className={classes.tab}
            aria-current={name === kind ? "page" : undefined}
          >
            {kinds[name]}
          </Link>
        ))}
      </nav>
    </div>
  );
}
