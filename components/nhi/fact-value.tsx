// A sign with a name of its own is an image to assistive technology, but no image file.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import type { ReactNode } from "react";
import type { IdentityStatus } from "@/lib/domain/identity/identity";
import classes from "./nhi.module.css";
import { statusWords } from "./words";

/** The dashed mark of a fact that is not known; its reason shows on hover and on focus. */
export function UnknownMark({ because, word }: { because: string; word?: boolean }) {
  return (
    <span
      className={classes.unknown}
      role="img"
      // Focusable because the reason must be reachable without a pointer.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={`Unknown: ${because}`}
      data-hint={`Unknown: ${because}`}
    >
      {word ? <span className={classes.unknownWord}>Unknown</span> : null}
    </span>
  );
}

/** A value that may be unknown: shown as it is, or as the dashed mark with its reason. */
export function FactValue({ unknown, children }: { unknown: string | null; children: ReactNode }) {
  return unknown === null ? children : <UnknownMark because={unknown} word />;
}

export function StatusDot({ status }: { status: IdentityStatus }) {
  return (
    <span className={classes.dot} data-status={status}>
      {statusWords[status]}
    </span>
  );
}
