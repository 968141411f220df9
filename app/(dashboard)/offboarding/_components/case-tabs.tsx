import { LinkTabs } from "@/components/shell/link-tabs";
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
      <LinkTabs
        label="Views"
        current={casesHref(view, kind)}
        tabs={(Object.keys(labels) as View[]).map((name) => ({
          href: casesHref(name, kind),
          label: labels[name],
          count: counts[name],
        }))}
      />
      <LinkTabs
        label="Kinds"
        current={casesHref(view, kind)}
        tabs={(Object.keys(kinds) as Kind[]).map((name) => ({
          href: casesHref(view, name),
          label: kinds[name],
        }))}
      />
    </div>
  );
}
