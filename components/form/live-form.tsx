"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import classes from "./live-form.module.css";

const never = () => () => undefined;

interface LiveFormProps {
  onSubmit: () => unknown;
  className?: string | undefined;
  children: ReactNode;
}

/** A form that takes input only once the page listens: what is chosen earlier would be lost without a word. */
export function LiveForm({ onSubmit, className, children }: LiveFormProps) {
  const isLive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <form
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      <fieldset className={classes.fields} disabled={!isLive}>
        {children}
      </fieldset>
    </form>
  );
}
