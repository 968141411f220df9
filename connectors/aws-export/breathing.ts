import { setImmediate as others } from "node:timers/promises";

/** Pauses after at most this long, so that what else this process does goes on. */
const mostMs = 20;

/** To be awaited between pieces of long work; ends with `signal`. */
export function breathing(signal: AbortSignal): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < mostMs) return;
    await others();
    signal.throwIfAborted();
    since = performance.now();
  };
}
