import { useSyncExternalStore } from "react";

const everyMs = 30_000;

const subscribe = (listener: () => void) => {
  const timer = setInterval(listener, everyMs);
  return () => clearInterval(timer);
};

/** The time in steps of 30 s; null on the server and while the page comes to life. */
export const useNow = (): number | null =>
  useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / everyMs) * everyMs,
    () => null,
  );
