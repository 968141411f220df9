"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { IdentityRow } from "@/lib/domain/inventory/identity-row";
import type { OpenRow } from "./columns";
import type { PanelEntry } from "./use-panel-entry";

const lost = (): boolean =>
  document.activeElement === null || document.activeElement === document.body;

/** What had the focus went away with it: then the list takes it back. */
function useGiveBack(isShown: boolean, giveBack: () => void): void {
  const wasShown = useRef(isShown);
  const back = useEffectEvent(giveBack);
  useEffect(() => {
    const isGone = wasShown.current && !isShown;
    wasShown.current = isShown;
    if (isGone && lost()) back();
  }, [isShown]);
}

/**
 * The row that keys act on. It takes the focus when somebody goes there, never because rows changed;
 * where a row has the focus when another list comes, its first row has it then.
 */
export function useActiveRow(
  { rows, listKey }: { rows: readonly IdentityRow[]; listKey: string },
  panel: PanelEntry,
  isSelecting: boolean,
) {
  const [key, setKey] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const [panelTurn, setPanelTurn] = useState(0);
  const { openId, open } = panel;
  const focus = useCallback(() => setTurn((before) => before + 1), []);
  const openRow: OpenRow = useCallback(
    (event, id) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      setKey(id);
      // A link that Enter follows counts no clicks.
      if (event.detail === 0) setPanelTurn((before) => before + 1);
      else {
        setPanelTurn(0);
        focus();
      }
      open(id);
    },
    [focus, open],
  );
  const step = (by: number) => {
    const at = rows.findIndex((row) => row.id === key);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (!next) return;
    setKey(next.id);
    if (document.activeElement?.closest("[data-list-panel]")) setPanelTurn((before) => before + 1);
    else focus();
    if (openId) open(next.id);
  };
  const startAgain = useEffectEvent(() => {
    if (!document.activeElement?.closest("[data-row]")) return;
    setKey(rows[0]?.id ?? null);
    focus();
  });
  const shown = useRef(listKey);
  useEffect(() => {
    if (shown.current === listKey) return;
    shown.current = listKey;
    startAgain();
  }, [listKey]);
  useGiveBack(openId !== null, focus);
  useGiveBack(isSelecting, focus);
  return { key, turn, panelTurn, setKey, openRow, step, focus };
}
