"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useCrumb } from "./crumb";
import { activeHref, navigationFor } from "./navigation";
import classes from "./shell.module.css";

/** Section, and below it what the page says it is. */
export function Breadcrumb({ role }: { role: string }) {
  const items = navigationFor(role);
  const active = activeHref(usePathname(), useSearchParams().toString(), items);
  const section = items.find((item) => item.href === active);
  const crumb = useCrumb();
  return (
    <nav aria-label="Breadcrumb" className={classes.crumbs}>
      <ol>
        {section ? (
          <li>{crumb ? <Link href={section.href}>{section.label}</Link> : section.label}</li>
        ) : null}
        {crumb && section ? <li aria-hidden="true">/</li> : null}
        {crumb ? <li aria-current="page">{crumb}</li> : null}
      </ol>
    </nav>
  );
}
