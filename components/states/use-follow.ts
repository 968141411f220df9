"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page again that often while somebody looks at it; null lets it rest. */
export function useFollow(everyMs: number | null): void {
  const router = useRouter();
  useEffect(() => {
    if (everyMs === null) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs]);
}
