import { watchPeers } from "./app/_http/client-address";

/** Runs once before the server answers its first request. */
export function register(): void {
  if (process.env.NEXT_RUNTIME === "nodejs") watchPeers();
}
