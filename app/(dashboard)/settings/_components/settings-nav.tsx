"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { settingsFor } from "@/components/shell/settings-pages";
import classes from "./settings-nav.module.css";

/** The sections of Settings that this role may open. */
export function SettingsNav({ role }: { role: string }) {
  const path = usePathname();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const bar = nav.current;
    const link = [...(bar?.querySelectorAll("a") ?? [])].find((one) => one.pathname === path);
    // On a phone the sections are one line that scrolls: where somebody is must be in sight.
    if (bar && link) bar.scrollLeft = link.offsetLeft - (bar.clientWidth - link.offsetWidth) / 2;
  }, [path]);
  return (
    <nav ref={nav} aria-label="Settings" className={classes.nav}>
      {settingsFor(role).map((group) => (
        <div key={group.name} className={classes.group}>
          <span className={classes.heading}>{group.name}</span>
          {group.pages.map(({ href, label, icon: Icon }) => (
            <Link
              key={href}
              href={href}
              className={classes.link}
              aria-current={path === href ? "page" : undefined}
            >
              <Icon size={16} stroke={1.7} aria-hidden="true" />
              {label}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}
