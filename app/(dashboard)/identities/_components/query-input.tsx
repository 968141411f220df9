"use client";

import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type RefObject, useState } from "react";
import { readQuery } from "./use-filter";
import classes from "./inventory.module.css";

interface QueryInputProps {
  q: string;
  error: string | null;
  onQuery: (q: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}

/** The filter as text, to type, paste and share. A wrong word is named and keeps the list as it is. */
export function QueryInput({ q, error, onQuery, inputRef }: QueryInputProps) {
  const [draft, setDraft] = useState(q);
  const [from, setFrom] = useState(q);
  const [wrong, setWrong] = useState<string | null>(null);
  if (from !== q) {
    setFrom(q);
    if (draft.trim() !== q) setDraft(q);
    setWrong(null);
  }
  const apply = (text: string) => {
    const read = readQuery(text);
    setWrong(read.error);
    if (read.error === null) onQuery(text.trim());
  };
  const applySoon = useDebouncedCallback(apply, 350);
  const problem = wrong ?? error;
  return (
    <div className={classes.query}>
      <IconSearch size={16} aria-hidden />
      <input
        ref={inputRef}
        type="search"
        aria-label="Filter as text"
        aria-invalid={problem !== null}
        aria-describedby={problem ? "query-problem" : undefined}
        placeholder="Search, or filter: risk:>70 owner:none last-used:>90d"
        autoComplete="off"
        spellCheck={false}
        value={draft}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
          applySoon(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") apply(draft);
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      {problem ? (
        <p id="query-problem" role="alert" className={classes.problem}>
          {problem}
        </p>
      ) : null}
    </div>
  );
}
