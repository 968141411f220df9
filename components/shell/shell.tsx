"use client";

import { AppShell, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Palette, type PaletteSearch } from "./palette";
import { Rail } from "./rail";
import { TopBar } from "./top-bar";
import type { ShellPerson, SyncState } from "./shell-state";
import classes from "./shell.module.css";

interface ShellProps {
  person: ShellPerson;
  sync: SyncState | null;
  railCollapsed: boolean;
  search: PaletteSearch;
  signOut: () => Promise<void>;
  children: ReactNode;
}

/** The frame of every signed-in page: rail, top bar, palette, main. */
export function Shell({ person, sync, railCollapsed, search, signOut, children }: ShellProps) {
  const [collapsed, setCollapsed] = useState(railCollapsed);
  const [drawer, { open, close }] = useDisclosure(false);
  const path = usePathname();
  useEffect(close, [path, close]);
  const toggleRail = () => {
    const next = !collapsed;
    setCollapsed(next);
    document.cookie = `muster_rail=${next ? "collapsed" : "open"}; path=/; max-age=31536000; samesite=lax`;
  };
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{
        width: collapsed ? 56 : 220,
        breakpoint: 900,
        collapsed: { mobile: true },
      }}
      layout="alt"
      transitionDuration={0}
      classNames={{ header: classes.header ?? "", navbar: classes.navbar ?? "" }}
    >
      <a href="#main" className="muster-skip-link">
        Skip to content
      </a>
      <AppShell.Navbar aria-label="Main">
        <Rail role={person.role} collapsed={collapsed} onToggle={toggleRail} />
      </AppShell.Navbar>
      <AppShell.Header>
        <TopBar person={person} sync={sync} onOpenMenu={open} signOut={signOut} />
      </AppShell.Header>
      <Drawer
        opened={drawer}
        onClose={close}
        size={260}
        title="Muster"
        closeButtonProps={{ "aria-label": "Close menu" }}
        classNames={{ content: classes.drawer ?? "" }}
      >
        <nav aria-label="Main, small screen">
          <Rail role={person.role} collapsed={false} />
        </nav>
      </Drawer>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
        {children}
      </AppShell.Main>
      <Palette role={person.role} search={search} />
    </AppShell>
  );
}
