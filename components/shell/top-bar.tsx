"use client";

import { ActionIcon } from "@mantine/core";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { Breadcrumb } from "./breadcrumb";
import { PersonMenu } from "./person-menu";
import type { ShellPerson, SyncState } from "./shell-state";
import { SyncIndicator } from "./sync-indicator";
import { ThemeSwitch } from "./theme-switch";
import classes from "./shell.module.css";

interface TopBarProps {
  person: ShellPerson;
  sync: SyncState | null;
  onOpenMenu: () => void;
  onSearch: () => void;
  signOut: () => Promise<boolean>;
}

export function TopBar({ person, sync, onOpenMenu, onSearch, signOut }: TopBarProps) {
  return (
    <div className={classes.topBar}>
      <ActionIcon
        className={classes.phoneOnly}
        variant="subtle"
        color="gray"
        size={32}
        onClick={onOpenMenu}
        aria-label="Open menu"
      >
        <IconMenu2 size={18} />
      </ActionIcon>
      <Breadcrumb role={person.role} />
      <button type="button" className={classes.search} onClick={onSearch}>
        <IconSearch size={16} stroke={1.7} aria-hidden="true" />
        <span>Search or jump to</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      {sync ? <SyncIndicator state={sync} /> : null}
      <ThemeSwitch />
      <PersonMenu person={person} signOut={signOut} />
    </div>
  );
}
