import type { Duplex } from "node:stream";
import { sql } from "./db";
import { type Exchange, guardedExchange, guardedFetch, guardedTcp } from "./http";
import { logger } from "./logger";

interface ConnectorIoOptions {
  sourceId: string;
  signal: AbortSignal;
  onWaiting: (reason: string, until: Date) => void;
  now?: () => Date;
}

/** What the connector of one source may touch of the world: guarded network, its own cache, the log. */
export function createConnectorIo({
  sourceId,
  signal,
  onWaiting,
  now = () => new Date(),
}: ConnectorIoOptions) {
  const fetch: typeof globalThis.fetch = (input, init) => {
    const own = init?.signal ?? (input instanceof Request ? input.signal : null);
    return guardedFetch(input, {
      ...init,
      signal: own ? AbortSignal.any([own, signal]) : signal,
    });
  };
  return {
    fetch,
    exchange: (asked: Omit<Exchange, "signal">) => guardedExchange({ ...asked, signal }),
    connectTcp: (target: { host: string; port: number }): Promise<Duplex> =>
      guardedTcp(target, signal),
    cache: {
      async get(key: string): Promise<string | null> {
        const rows = await sql<{ value: string }>(
          "SELECT value FROM source_cache WHERE source_id = $1 AND key = $2",
          [sourceId, key],
        );
        return rows[0]?.value ?? null;
      },
      async set(key: string, value: string): Promise<void> {
        // A source that is only being checked has no row yet, and keeps nothing.
        await sql(
          `INSERT INTO source_cache (source_id, key, value, updated_at)
           SELECT id, $2, $3, $4 FROM source WHERE id = $1
           ON CONFLICT (source_id, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
          [sourceId, key, value, now()],
        );
      },
    },
    now,
    log: (message: string, fields: Record<string, string | number | boolean> = {}): void =>
      logger.info({ ...fields, sourceId }, message),
    waiting: onWaiting,
    signal,
  };
}
