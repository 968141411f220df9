"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page again every second while the worker is busy with what it shows. */
export function useFollow(isBusy: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (!isBusy) return undefined;
    const timer = setInterval(() => router.refresh(), 1_000);
    return () => clearInterval(timer);
  }, [router, isBusy]);
}
