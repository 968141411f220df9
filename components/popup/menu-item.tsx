import Link from "next/link";
import type { ReactNode } from "react";
import classes from "./popup.module.css";

interface MenuItemProps {
  icon?: ReactNode;
  /** Shown at the right, for example a tick. */
  mark?: ReactNode;
  danger?: boolean;
  children: ReactNode;
}

/** One choice of a menu. */
export function MenuItem(props: MenuItemProps & { onSelect: () => void; checked?: boolean }) {
  const { icon, mark, danger, children, onSelect, checked } = props;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes.item}
      data-danger={danger || undefined}
      onClick={onSelect}
      {...(checked === undefined
        ? { role: "menuitem" as const }
        : { role: "menuitemradio" as const, "aria-checked": checked })}
    >
      {icon}
      <span>{children}</span>
      {mark}
    </button>
  );
}

/** A choice that opens a page, or with `download` keeps a file. */
export function MenuLink(
  props: MenuItemProps & { href: string; download?: boolean; onSelect: () => void },
) {
  const { icon, href, download, children, onSelect } = props;
  const common = { href, tabIndex: -1, className: classes.item, onClick: onSelect } as const;
  if (download) {
    return (
      <a {...common} role="menuitem" download>
        {icon}
        <span>{children}</span>
      </a>
    );
  }
  return (
    <Link {...common} role="menuitem" prefetch={false}>
      {icon}
      <span>{children}</span>
    </Link>
  );
}
