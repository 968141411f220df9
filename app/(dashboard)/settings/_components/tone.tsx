import type { CSSProperties, ReactNode } from "react";
import classes from "./settings.module.css";

const colors = {
  good: "var(--mantine-color-teal-7)",
  working: "var(--mantine-color-indigo-5)",
  waiting: "var(--mantine-color-yellow-7)",
  bad: "var(--mantine-color-red-7)",
  quiet: "var(--mantine-color-gray-6)",
} as const;
export type ToneName = keyof typeof colors;

/** A state in words beside a dot: the colour only repeats what the words say. */
export const Tone = ({ tone, children }: { tone: ToneName; children: ReactNode }) => (
  <span className={classes.tone} style={{ "--tone": colors[tone] } as CSSProperties}>
    {children}
  </span>
);
