import classes from "./exceptions.module.css";

/** A state as dot and word. */
export function Mark({ label, tone }: { label: string; tone: string }) {
  return (
    <span className={classes.mark} data-tone={tone}>
      {label}
    </span>
  );
}
