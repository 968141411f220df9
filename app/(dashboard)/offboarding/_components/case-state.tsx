import type { CaseState as State } from "@/lib/domain/lifecycle/case";
import { stateWords } from "./case-words";
import classes from "./offboarding.module.css";

/** A state as dot and word. */
export function CaseState({ state }: { state: State }) {
  const { label, tone } = stateWords[state];
  return (
    <span className={classes.state} data-tone={tone}>
      {label}
    </span>
  );
}
