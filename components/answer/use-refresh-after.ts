"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { isFromMuster } from "./answered";

/**
 * Shows the state after an answer, refusals included. Not where none came: reading the page again
 * would fail as well, and the browser's own error page would take the place of what was typed.
 */
export function useRefreshAfter() {
  const router = useRouter();
  return useCallback(
    (answer: Parameters<typeof isFromMuster>[0]) => {
      if (isFromMuster(answer)) router.refresh();
    },
    [router],
  );
}
