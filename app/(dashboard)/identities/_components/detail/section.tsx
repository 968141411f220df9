import type { ReactNode } from "react";
import classes from "./detail.module.css";

interface SectionProps {
  id: string;
  title: string;
  note: string | null;
  children: ReactNode;
}

export function Section({ id, title, note, children }: SectionProps) {
  return (
    <section id={id} className={classes.section} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {title}
        {note ? <span>{note}</span> : null}
      </h2>
      {children}
    </section>
  );
}

/** A section without content says why it is empty. */
export function Empty({ children }: { children: ReactNode }) {
  return (
    <p className={classes.small} style={{ margin: 0 }}>
      {children}
    </p>
  );
}
