"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { Answer } from "@/lib/domain/answer";
import { isFromMuster } from "../answer/answered";

export interface PaletteHit {
  kind: "identity" | "person" | "source";
  id: string;
  label: string;
  description: string;
  href: string;
}

export type PaletteSearch = (query: string) => Promise<Answer<PaletteHit[]>>;

/** How far the server's search for the present text is; `short` asks for more letters. */
export type Hits =
  | { at: "short" | "searching" }
  | { at: "found"; hits: PaletteHit[] }
  | { at: "failed"; message: string };

const fewest = 2;

function hitsOf(answer: Answer<PaletteHit[]>): Hits {
  if (answer.ok) return { at: "found", hits: answer.result };
  const message = isFromMuster(answer)
    ? answer.error.message
    : "Muster did not answer. Check the connection, then change a letter to search again.";
  return { at: "failed", message };
}

/** Searches a moment after the last letter; only what was found for the present text counts. */
export function useHits(query: string, search: PaletteSearch): Hits {
  const text = query.trim();
  const [last, setLast] = useState<{ text: string; hits: Hits } | null>(null);
  const [wanted] = useDebouncedValue(text, 150);
  useEffect(() => {
    let current = true;
    if (wanted.length >= fewest) {
      void search(wanted).then((answer) => {
        if (current) setLast({ text: wanted, hits: hitsOf(answer) });
      });
    }
    return () => {
      current = false;
    };
  }, [wanted, search]);
  if (text.length < fewest) return { at: "short" };
  return last?.text === text ? last.hits : { at: "searching" };
}
