"use client";

import { useDisclosure } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { HintLayer } from "../nhi/hint-layer";
import type { PaletteSearch } from "./use-hits";
import { Rail } from "./rail";
import { TopBar } from "./top-bar";
import type { ShellPerson, SyncState } from "./shell-state";
import classes from "./shell.module.css";
import type { WaitingWork } from "@/lib/domain/people/waiting-work";

// Neither is there before somebody asks for it: most visits never do.
const Palette = dynamic(() => import("./palette").then((module) => module.Palette));
const MenuDrawer = dynamic(() => import("./menu-drawer").then((module) => module.MenuDrawer));

/** Counts how often the palette was asked for: by Ctrl K or ⌘K anywhere, or by its button. */
function usePaletteTurns(): [turns: number, open: () => void] {
  const [turns, setTurns] = useState(0);
  const open = () => setTurns((before) => before + 1);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      if (event.altKey || event.shiftKey) return;
      event.preventDefault();
      setTurns((before) => before + 1);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return [turns, open];
}

interface ShellProps {
  person: ShellPerson;
  sync: SyncState | null;
  waiting: WaitingWork;
  railCollapsed: boolean;
  search: PaletteSearch;
  signOut: () => Promise<boolean>;
  children: ReactNode;
}

/** The frame of every signed-in page: rail, top bar, palette, main. */
export function Shell(props: ShellProps) {
  const { person, sync, waiting, railCollapsed, search, signOut, children } = props;
  const [collapsed, setCollapsed] = useState(railCollapsed);
  const [drawer, { open, close }] = useDisclosure(false);
  const [paletteTurns, openPalette] = usePaletteTurns();
  const path = usePathname();
  useEffect(close, [path, close]);
  const toggleRail = () => {
    const next = !collapsed;
    setCollapsed(next);
    document.cookie = `muster_rail=${next ? "collapsed" : "open"}; path=/; max-age=31536000; samesite=lax`;
  };
  return (
    <div className={classes.shell} data-rail={collapsed ? "collapsed" : "open"}>
      <a href="#main" className="muster-skip-link">
        Skip to content
      </a>
      <nav className={classes.navbar} aria-label="Main">
        <Rail role={person.role} waiting={waiting} collapsed={collapsed} onToggle={toggleRail} />
      </nav>
      <header className={classes.header} data-top-bar="">
        <TopBar
          person={person}
          sync={sync}
          onOpenMenu={open}
          onSearch={openPalette}
          signOut={signOut}
        />
      </header>
      {drawer ? <MenuDrawer role={person.role} waiting={waiting} onClose={close} /> : null}
      <main id="main" tabIndex={-1} className={classes.main}>
        {children}
      </main>
      {paletteTurns > 0 ? <Palette role={person.role} search={search} turn={paletteTurns} /> : null}
      <HintLayer />
    </div>
  );
}
