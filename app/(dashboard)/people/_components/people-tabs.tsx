import { LocalLink as Link } from "@/components/shell/local-link";
import { getDirectoryState } from "@/lib/use-cases/people/list-directory";
import type { Context } from "@/lib/use-cases/context";
import classes from "./people.module.css";

const tabs = [
  { href: "/people", label: "People", count: null },
  { href: "/people/teams", label: "Teams", count: "teams" },
  { href: "/people/leavers", label: "Leavers", count: "openLeavers" },
] as const;

/** The three lists; leavers with how many still wait. */
export async function PeopleTabs({ ctx, at }: { ctx: Context; at: (typeof tabs)[number]["href"] }) {
  const state = await getDirectoryState(ctx, {});
  return (
    <nav className={classes.tabs} aria-label="People, teams and leavers">
      {tabs.map(({ href, label, count }) => (
        <Link
          key={href}
          href={href}
          className={classes.tab}
          aria-current={href === at ? "page" : undefined}
        >
          {label}
          {count ? (
            <span className={classes.count} data-work={count === "openLeavers" && state[count] > 0}>
              {state[count].toLocaleString("en-GB")}
            </span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}
