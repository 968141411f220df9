"use client";

import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import Link, { useLinkStatus } from "next/link";
import { useId, useState } from "react";
import { usePathname, useSearchParams } from "next/navigation";
import { BrandMark } from "./brand-mark";
import { activeHref, type NavigationItem, navigationFor } from "./navigation";
import classes from "./shell.module.css";
import type { WaitingWork } from "@/lib/domain/people/waiting-work";
import { workAt } from "./waiting-work";

interface RailProps {
  role: string;
  waiting: WaitingWork;
  collapsed: boolean;
  onToggle?: () => void;
}

/** Says that the page is on its way, when it is not there at once. */
function Pending() {
  const { pending } = useLinkStatus();
  return (
    <span className={classes.pending} data-pending={pending || undefined} aria-hidden="true" />
  );
}

interface RailLinkProps {
  item: NavigationItem;
  /** What waits behind it, beside the entry and in a sentence. */
  work: ReturnType<typeof workAt>;
  collapsed: boolean;
  active: boolean;
}

/** Read ahead when the pointer or the focus comes near, not all pages at every visit. */
function RailLink({ item, work, collapsed, active }: RailLinkProps) {
  const [near, setNear] = useState(false);
  const id = useId();
  return (
    <>
      <Link
        href={item.href}
        prefetch={near ? null : false}
        onPointerEnter={() => setNear(true)}
        onFocus={() => setNear(true)}
        className={classes.link}
        aria-label={collapsed ? item.label : undefined}
        aria-describedby={work ? id : undefined}
        data-hint={collapsed ? [item.label, work?.words].filter(Boolean).join(": ") : undefined}
        aria-current={active ? "page" : undefined}
      >
        <item.icon size={18} stroke={1.7} aria-hidden="true" />
        {collapsed ? null : item.label}
        {work ? (
          <span
            className={collapsed ? classes.mark : classes.count}
            data-hint={collapsed ? undefined : work.words}
            aria-hidden="true"
          >
            {collapsed ? null : work.short}
          </span>
        ) : null}
        <Pending />
      </Link>
      {work ? (
        <span id={id} hidden>
          {work.words}
        </span>
      ) : null}
    </>
  );
}

/** The pages this role may open and how much waits behind each; icons only when collapsed. */
export function Rail({ role, waiting, collapsed, onToggle }: RailProps) {
  const items = navigationFor(role);
  const active = activeHref(usePathname(), useSearchParams().toString(), items);
  const ToggleIcon = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <div className={classes.rail}>
      <Link href="/" prefetch={false} className={classes.brand} aria-label="Muster, home">
        <BrandMark className={classes.brandMark ?? ""} />
        {collapsed ? null : "Muster"}
      </Link>
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.href}>
            <RailLink
              item={item}
              work={workAt(item.href, waiting, role)}
              collapsed={collapsed}
              active={item.href === active}
            />
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
