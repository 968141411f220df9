import { CopyButton } from "@/components/copy/copy-button";
import classes from "./sources.module.css";

/** A text of many lines to copy; `label` says what it is. */
export function CopyText({ label, text }: { label: string; text: string }) {
  return (
    <>
      {/* A region that scrolls must be reachable with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.policy} tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <CopyButton value={text} size="xs" />
    </>
  );
}
