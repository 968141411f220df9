"use client";

import { useCallback, useEffect, useRef } from "react";
import type { useInventoryUrl } from "./use-inventory";

/** The open panel as an entry of the browser's history, so that Back closes it. */
export function usePanelEntry({ panel, state, setUrl }: ReturnType<typeof useInventoryUrl>) {
  // What the list showed when the panel added its entry; null where there is none to go back from.
  const openedOver = useRef<string | null>(null);
  const latest = useRef({ panel, state });
  useEffect(() => {
    latest.current = { panel, state };
    if (panel === null) openedOver.current = null;
  }, [panel, state]);
  const open = useCallback(
    (id: string) => {
      const { panel: before, state: over } = latest.current;
      if (before !== null) return void setUrl({ panel: id });
      void setUrl({ panel: id }, "push").then(() => {
        openedOver.current = over;
      });
    },
    [setUrl],
  );
  const close = () => {
    // Back would also undo what was filtered or sorted since.
    const isEntryOnTop = openedOver.current === state;
    openedOver.current = null;
    if (isEntryOnTop) window.history.back();
    else void setUrl({ panel: null });
  };
  return { openId: panel, open, close };
}

export type PanelEntry = ReturnType<typeof usePanelEntry>;
