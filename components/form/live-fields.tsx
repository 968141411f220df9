"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import classes from "./live-fields.module.css";

const never = () => () => undefined;

/** Fields that take input only once the page listens: what is chosen earlier would be lost without a word. */
export function LiveFields({ children }: { children: ReactNode }) {
  const isLive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <fieldset className={classes.fields} disabled={!isLive}>
      {children}
    </fieldset>
  );
}
