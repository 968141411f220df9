"use client";

import { IconLogout, IconUserCog } from "@tabler/icons-react";
import { useState } from "react";
import { MenuItem, MenuLink } from "../popup/menu-item";
import { Popup } from "../popup/popup";
import type { ShellPerson } from "./shell-state";
import classes from "./shell.module.css";

interface PersonMenuProps {
  person: ShellPerson;
  /** False when nobody answered: then the session goes on. */
  signOut: () => Promise<boolean>;
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");

export function PersonMenu({ person, signOut }: PersonMenuProps) {
  const [isRefused, setIsRefused] = useState(false);
  const leave = async () => {
    setIsRefused(false);
    setIsRefused(!(await signOut()));
  };
  return (
    <Popup
      label="Your account"
      kind="menu"
      align="end"
      width={220}
      renderTrigger={(props) => (
        <button
          type="button"
          className={classes.person}
          aria-label={`Your account: ${person.name}`}
          {...props}
        >
          <span aria-hidden="true" data-initials={initials(person.name)} />
        </button>
      )}
    >
      {(close) => (
        <>
          <div role="presentation" className={classes.who}>
            <strong>{person.name}</strong>
            <span>{person.role.charAt(0).toUpperCase() + person.role.slice(1)}</span>
          </div>
          <MenuLink
            href="/settings"
            icon={<IconUserCog size={16} aria-hidden="true" />}
            onSelect={close}
          >
            Your account
          </MenuLink>
          <MenuItem
            icon={<IconLogout size={16} aria-hidden="true" />}
            onSelect={() => void leave()}
          >
            Sign out
          </MenuItem>
          {isRefused ? (
            // A menu holds items and groups only.
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
            <div role="group" aria-live="assertive" className={classes.refused}>
              You are still signed in: Muster did not answer. Try again.
            </div>
          ) : null}
        </>
      )}
    </Popup>
  );
}
