import { lookup as systemLookup } from "node:dns/promises";
import net from "node:net";
import { buildConnector } from "undici";
import { OutboundError } from "../domain/outbound-error";
import { canonicalHost, requireReachable } from "./private-hosts";

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** Looks the name up once and lets nothing through unless every address is acceptable. */
export function resolver(options: {
  allow: () => readonly string[];
  resolve?: (host: string) => Promise<ResolvedAddress[]>;
}): (host: string) => Promise<ResolvedAddress[]> {
  const resolve = options.resolve ?? ((host) => systemLookup(host, { all: true }));
  return async (host) => {
    const bare = canonicalHost(host);
    const literal = net.isIP(bare);
    const addresses = literal ? [{ address: bare, family: literal }] : await resolve(bare);
    if (addresses.length === 0) throw new OutboundError("network", `${bare} has no address.`);
    for (const { address } of addresses) requireReachable(options.allow(), bare, address);
    return addresses;
  };
}

/** Connects to the very addresses that were checked, so a name that changes its answer gains nothing. */
export function pinnedConnector(
  addressesOf: (host: string) => Promise<ResolvedAddress[]>,
  connectMs: number,
): buildConnector.connector {
  return (options, callback) => {
    addressesOf(options.hostname).then(
      (addresses) => {
        const lookup: net.LookupFunction = (_host, how, done) => {
          const first = addresses[0];
          if (how.all) done(null, addresses);
          else done(null, first?.address ?? "", first?.family);
        };
        const pinned = buildConnector({ lookup, timeout: connectMs, allowH2: false });
        pinned(options, callback);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}

const reasons: Readonly<Record<string, string>> = {
  EAI_AGAIN: "its name could not be looked up just now",
  ECONNREFUSED: "nothing answers there",
  ECONNRESET: "the other side cut it",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  ENOTFOUND: "no such host is known",
};

export function asOutboundError(error: unknown, host: string, wall: AbortSignal): unknown {
  if (error instanceof OutboundError) return error;
  const code = (error as { code?: unknown } | null)?.code;
  const isTimeout = wall.aborted || (typeof code === "string" && /TIMEOUT|ETIMEDOUT/.test(code));
  if (isTimeout) {
    return new OutboundError("timeout", `${host} did not answer in time.`, { cause: error });
  }
  const reason = typeof code === "string" ? reasons[code] : undefined;
  const said = reason ? `: ${reason}` : typeof code === "string" ? ` (${code})` : "";
  return new OutboundError("network", `The connection to ${host} failed${said}.`, { cause: error });
}

export function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}

export async function firstThatAnswers(
  addresses: ResolvedAddress[],
  port: number,
  signal: AbortSignal,
): Promise<net.Socket> {
  let last: unknown;
  for (const { address } of addresses) {
    try {
      return await dial(address, port, signal);
    } catch (error) {
      last = error;
      if (signal.aborted) break;
    }
  }
  throw last;
}

function dial(host: string, port: number, signal: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, noDelay: true, keepAlive: true });
    const stop = (): void => {
      socket.destroy();
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    socket.once("error", reject);
    socket.once("connect", () => {
      signal.removeEventListener("abort", stop);
      socket.removeListener("error", reject);
      resolve(socket);
    });
  });
}
