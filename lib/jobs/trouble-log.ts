const quietMs = 60_000;

interface Trouble {
  saidAt: number;
  unsaid: number;
}

/**
 * Says each trouble at once, and while it lasts again after a minute with how often it was met since:
 * without its database every queue meets the same one twice a second. Troubles with the same message
 * are the same.
 */
export function createTroubleLog(
  say: (found: { err: unknown; metSince?: number }) => void,
  now: () => number = Date.now,
): (error: unknown) => void {
  const known = new Map<string, Trouble>();
  return (error) => {
    const message = error instanceof Object && "message" in error ? String(error.message) : "";
    const before = known.get(message);
    if (before && now() - before.saidAt < quietMs) {
      before.unsaid += 1;
      return;
    }
    // Messages with numbers of their own must not pile up.
    if (known.size > 100) known.clear();
    known.set(message, { saidAt: now(), unsaid: 0 });
    say(before ? { err: error, metSince: before.unsaid + 1 } : { err: error });
  };
}
