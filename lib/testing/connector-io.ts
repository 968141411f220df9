import type { ConnectorIo } from "@/connectors/contract";
import { createGuardedNetwork, type HttpLimits } from "../infra/http";

interface TestIo extends ConnectorIo {
  waits: { reason: string; until: Date }[];
  logged: string[];
  close(): Promise<void>;
}

/** The runner's io with the real guarded network, open to loopback only and with short limits. */
export function testConnectorIo(
  options: { limits?: Partial<HttpLimits>; now?: () => Date; signal?: AbortSignal } = {},
): TestIo {
  const network = createGuardedNetwork({
    allow: () => ["127.0.0.1"],
    limits: { wallMs: 1_000, connectMs: 1_000, ...options.limits },
  });
  const kept = new Map<string, string>();
  const signal = options.signal ?? new AbortController().signal;
  const io: TestIo = {
    fetch: network.fetch,
    exchange: (asked) => network.exchange({ ...asked, signal }),
    connectTcp: (target) => network.connectTcp(target),
    cache: {
      get: async (key) => kept.get(key) ?? null,
      set: async (key, value) => void kept.set(key, value),
    },
    now: options.now ?? (() => new Date()),
    log: (message, fields) => io.logged.push(`${message} ${JSON.stringify(fields ?? {})}`),
    waiting: (reason, until) => io.waits.push({ reason, until }),
    signal,
    waits: [],
    logged: [],
    close: () => network.close(),
  };
  return io;
}
