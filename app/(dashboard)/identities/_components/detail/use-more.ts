import { useState } from "react";
import { messageOf, readApi } from "../api";

interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** A list that goes on: the page's own rows, and further ones as somebody asks for them. */
export function useMore<Item>(path: string, first: Page<Item>) {
  const [read, setRead] = useState<Page<Item>>({ items: [], nextCursor: first.nextCursor });
  const [after, setAfter] = useState(first.items);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  if (after !== first.items) {
    // What was read belongs to the rows before; these are others.
    setAfter(first.items);
    setRead({ items: [], nextCursor: first.nextCursor });
  }
  const load = async () => {
    setBusy(true);
    setError(null);
    try {
      const cursor = encodeURIComponent(read.nextCursor ?? "");
      const page = await readApi<Page<Item>>(`${path}?cursor=${cursor}`);
      setRead({ items: [...read.items, ...page.items], nextCursor: page.nextCursor });
    } catch (failure) {
      setError(messageOf(failure));
    }
    setBusy(false);
  };
  return {
    items: [...first.items, ...read.items],
    isMore: read.nextCursor !== null,
    busy,
    error,
    load: () => void load(),
  };
}
