import { type ChangeEvent, type FocusEvent, type KeyboardEvent, useRef } from "react";

/** Keys that turn a closed select to another option, perhaps on the way to a third. */
const turns = ({ key, altKey }: KeyboardEvent): boolean =>
  !altKey && (/^(Arrow|Page)|^(Home|End)$/.test(key) || (key.length === 1 && key !== " "));

/**
 * When a choice of a form's selects is made: at once with a pointer or in an opened list, but with
 * Enter or on leaving the field where keys turn through the options of a closed one.
 */
export function useChoices(apply: (form: HTMLFormElement) => void) {
  const isTurning = useRef(false);
  /** What a select held before keys turned it; null when none did. */
  const before = useRef<string | null>(null);
  const choose = (select: HTMLSelectElement): boolean => {
    const isOther = before.current !== null && before.current !== select.value;
    isTurning.current = false;
    before.current = null;
    if (isOther && select.form) apply(select.form);
    return isOther;
  };
  return {
    onPointerDown: () => {
      isTurning.current = false;
    },
    onKeyDown: (event: KeyboardEvent<HTMLFormElement>) => {
      const { target } = event;
      if (!(target instanceof HTMLSelectElement)) return;
      if (event.key === "Enter" && choose(target)) event.preventDefault();
      isTurning.current = turns(event);
      if (isTurning.current) before.current ??= target.value;
    },
    onChange: (event: ChangeEvent<HTMLFormElement>) => {
      const target: EventTarget = event.target;
      if (!(target instanceof HTMLSelectElement) || isTurning.current) return;
      before.current = null;
      apply(event.currentTarget);
    },
    onBlur: (event: FocusEvent<HTMLFormElement>) => {
      const target: EventTarget = event.target;
      if (target instanceof HTMLSelectElement) choose(target);
    },
  };
}
