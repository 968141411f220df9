import type { CSSProperties } from "react";
import { tailStart, widthInZeros } from "./name-tail";
import classes from "./nhi.module.css";

/** A name that is cut in its middle where it does not fit: its end tells `-prod` from `-staging`. */
export function ClippedName({ name }: { name: string }) {
  const at = tailStart(name);
  const tail = name.slice(at);
  if (at === 0) return <span className={classes.clippedName}>{name}</span>;
  return (
    <span
      className={classes.clippedName}
      style={{ "--tail": `${widthInZeros(tail)}ch` } as CSSProperties}
    >
      {/* Inline blocks, because flex items would be copied as two lines. */}
      <span>{name.slice(0, at)}</span>
      <span>{tail}</span>
    </span>
  );
}
