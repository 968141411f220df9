"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Whether anybody answers. Reading a page again from nobody leaves it for the browser's own error page. */
async function isAnswered(): Promise<boolean> {
  try {
    await fetch("/api/health", { cache: "no-store", signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    return false;
  }
}

/** Reads the page again that often while somebody looks at it; null lets it rest. */
export function useFollow(everyMs: number | null): void {
  const router = useRouter();
  useEffect(() => {
    if (everyMs === null) return undefined;
    let isAsking = false;
    const look = async () => {
      if (isAsking || document.hidden) return;
      isAsking = true;
      if (await isAnswered()) router.refresh();
      isAsking = false;
    };
    const timer = setInterval(() => void look(), everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs]);
}
