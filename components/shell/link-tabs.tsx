import classes from "./link-tabs.module.css";
import { LocalLink as Link } from "./local-link";

interface LinkTabsProps {
  /** What the tabs choose between, for those who do not see them. */
  label: string;
  tabs: readonly { href: string; label: string; count?: number }[];
  current: string;
}

/** Views of one page, each with an address of its own and how much it holds. */
export function LinkTabs({ label, tabs, current }: LinkTabsProps) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          className={classes.tab}
          aria-current={tab.href === current ? "page" : undefined}
        >
          {tab.label}
          {tab.count === undefined ? null : (
            <span className={classes.count}>{tab.count.toLocaleString("en-GB")}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
