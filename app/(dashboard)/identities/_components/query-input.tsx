"use client";

import { TextInput } from "@mantine/core";
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
  return (
    <TextInput
      ref={inputRef}
      className={classes.query}
      size="sm"
      type="search"
      aria-label="Filter as text"
      placeholder="Search, or filter: source:aws risk:>70 owner:none last-used:>90d"
      leftSection={<IconSearch size={16} aria-hidden />}
      value={draft}
      error={wrong ?? error}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        applySoon(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") apply(draft);
        if (event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
