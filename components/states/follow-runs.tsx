"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

const tickMs = 2_000;
/** Scores and findings of a reading come a little after its end. */
const settleMs = 20_000;
const restMs = 20_000;

/** Reads the page anew: every two seconds while something is under way and shortly after, else rarely. */
export function FollowRuns({ live }: { live: boolean }) {
  const router = useRouter();
  const liveUntil = useRef(0);
  const readAt = useRef(0);
  useEffect(() => {
    const timer = setInterval(() => {
      const now = Date.now();
      if (live) liveUntil.current = now;
      const pause = now - liveUntil.current < settleMs ? tickMs : restMs;
      if (document.hidden || now - readAt.current < pause - 100) return;
      readAt.current = now;
      router.refresh();
    }, tickMs);
    return () => clearInterval(timer);
  }, [live, router]);
  return null;
}
