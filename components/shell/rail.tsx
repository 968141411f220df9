"use client";

import { Tooltip } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { BrandMark } from "./brand-mark";
import { activeHref, navigationFor } from "./navigation";
import classes from "./shell.module.css";

interface RailProps {
  role: string;
  collapsed: boolean;
  onToggle?: () => void;
}

/** The pages this role may open; icons only when collapsed. */
export function Rail({ role, collapsed, onToggle }: RailProps) {
  const items = navigationFor(role);
  const active = activeHref(usePathname(), useSearchParams().toString(), items);
  const ToggleIcon = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <div className={classes.rail}>
      <Link href="/" className={classes.brand} aria-label="Muster, home">
        <BrandMark className={classes.brandMark ?? ""} />
        {collapsed ? null : "Muster"}
      </Link>
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.href}>
            <Tooltip label={item.label} position="right" disabled={!collapsed}>
              <Link
                href={item.href}
                className={classes.link}
                aria-label={collapsed ? item.label : undefined}
                aria-current={item.href === active ? "page" : undefined}
              >
                <item.icon size={18} stroke={1.7} aria-hidden="true" />
                {collapsed ? null : item.label}
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
      {onToggle ? (
        <div className={classes.foot}>
          <button
            type="button"
            className={`${classes.link} ${classes.toggle} mantine-active`}
            onClick={onToggle}
            aria-label={collapsed ? "Show the menu's words" : undefined}
            style={{ border: 0, background: "none", cursor: "pointer" }}
          >
            <ToggleIcon size={18} stroke={1.7} aria-hidden="true" />
            {collapsed ? null : "Collapse"}
          </button>
        </div>
      ) : null}
    </div>
  );
}
