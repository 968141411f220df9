"use client";

import { useCallback, useState } from "react";
import type { IdentityRow } from "@/lib/domain/inventory/identity-row";
import type { OpenRow } from "./columns";
import type { useInventoryUrl } from "./use-inventory";

/** The row that keys act on. It takes the focus when somebody goes there, never because rows changed. */
export function useActiveRow(
  rows: readonly IdentityRow[],
  url: ReturnType<typeof useInventoryUrl>,
) {
  const [active, setActive] = useState<{ key: string | null; turn: number }>({
    key: null,
    turn: 0,
  });
  const { setUrl, panel } = url;
  const goTo = useCallback(
    (key: string) => setActive((before) => ({ key, turn: before.turn + 1 })),
    [],
  );
  const openRow: OpenRow = useCallback(
    (event, id) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      goTo(id);
      void setUrl({ panel: id });
    },
    [goTo, setUrl],
  );
  const step = (by: number) => {
    const at = rows.findIndex((row) => row.id === active.key);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (!next) return;
    goTo(next.id);
    if (panel) void setUrl({ panel: next.id });
  };
  return { ...active, openRow, step };
}
