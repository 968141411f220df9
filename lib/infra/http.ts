import type { Socket } from "node:net";
import { Agent, request } from "undici";
import { OutboundError } from "../domain/outbound-error";
import { env } from "./env";
import {
  asOutboundError,
  firstThatAnswers,
  pinnedConnector,
  resolver,
  within,
  type ResolvedAddress,
} from "./guarded-connect";
import { readBody, responseOf, type WholeAnswer } from "./http-body";
import { canonicalHost } from "./private-hosts";

export interface HttpLimits {
  /** One request with all its redirects, from the name lookup to the last byte. */
  wallMs: number;
  connectMs: number;
  /** After decoding. */
  maxBodyBytes: number;
  maxRedirects: number;
}

interface NetworkOptions {
  /** Private hosts, addresses and ranges that may be reached. */
  allow: () => readonly string[];
  resolve?: (host: string) => Promise<ResolvedAddress[]>;
  limits?: Partial<HttpLimits>;
}

/** One request whose whole answer is wanted as bytes. */
export interface Exchange {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
  signal: AbortSignal;
  /** Above the usual limit only for a document that the provider cannot page. */
  maxBodyBytes?: number;
  /** Asking twice does no harm, whatever the method. */
  isRepeatable?: boolean;
  redirect?: RequestRedirect;
}

export interface GuardedNetwork {
  fetch: typeof globalThis.fetch;
  /** What `fetch` stands on, at a third of its cost. */
  exchange(asked: Exchange): Promise<WholeAnswer>;
  connectTcp: (target: { host: string; port: number }, signal?: AbortSignal) => Promise<Socket>;
  close(): Promise<void>;
}

const defaults: HttpLimits = {
  wallMs: 30_000,
  connectMs: 10_000,
  maxBodyBytes: 20 * 1024 * 1024,
  maxRedirects: 3,
};

const hopHeaders = new Set([
  "host",
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
  "te",
  "content-length",
  "expect",
  "accept-encoding",
]);

/** Refuses what is not a plain http(s) URL, before any name is looked up. */
function parseUrl(input: string): URL {
  const raw = input.trim();
  // A backslash or a control character is read differently by different parsers.
  if (/\p{Cc}|\\/u.test(raw)) {
    throw new OutboundError("bad_address", "The URL contains a control character or a backslash.");
  }
  let url: URL;
  try {
    url = new URL(raw);
  } catch {
    throw new OutboundError("bad_address", "The URL cannot be read.");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new OutboundError("bad_address", `Muster calls only http and https, not ${url.protocol}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new OutboundError("bad_address", "The URL must not contain a user name or a password.");
  }
  return url;
}

function redirectTarget(from: URL, location: string): URL {
  let to: URL;
  try {
    to = parseUrl(new URL(location, from).toString());
  } catch {
    throw new OutboundError("redirect", `${from.host} redirects to an address that is not usable.`);
  }
  const isDowngrade = from.protocol === "https:" && to.protocol !== "https:";
  if (to.host !== from.host || isDowngrade) {
    throw new OutboundError(
      "redirect",
      `${from.host} redirects to ${to.protocol}//${to.host}, and Muster follows no redirect to another host.`,
    );
  }
  return to;
}

interface Outgoing {
  method: string;
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
}

function outgoing({ method, headers: given, body }: Exchange): Outgoing {
  const headers: Record<string, string> = { "accept-encoding": "gzip, identity" };
  for (const [name, value] of Object.entries(given)) {
    if (!hopHeaders.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
  }
  return { method, headers, body };
}

function afterRedirect(status: number, sent: Outgoing): Outgoing {
  const becomesGet =
    (status === 303 && sent.method !== "HEAD") ||
    ((status === 301 || status === 302) && sent.method === "POST");
  if (!becomesGet) return sent;
  const headers = Object.fromEntries(
    Object.entries(sent.headers).filter(([name]) => !name.startsWith("content-")),
  );
  return { method: "GET", headers, body: undefined };
}

/** An HTTP and TCP client that reaches only public hosts and those the administrator allows. */
export function createGuardedNetwork(options: NetworkOptions): GuardedNetwork {
  const limits = { ...defaults, ...options.limits };
  const addressesOf = resolver(options);
  const agent = new Agent({
    connect: pinnedConnector(addressesOf, limits.connectMs),
    headersTimeout: limits.wallMs,
    bodyTimeout: limits.wallMs,
    keepAliveTimeout: 4_000,
    maxHeaderSize: 64 * 1024,
  });

  async function follow(start: URL, asked: Exchange, signal: AbortSignal): Promise<WholeAnswer> {
    let url = start;
    let send = outgoing(asked);
    for (let hops = 0; ; hops += 1) {
      const once = () =>
        request(url, {
          dispatcher: agent,
          method: send.method as "GET",
          headers: send.headers,
          body: send.body ?? null,
          signal,
        });
      // A kept connection may have been closed by the other side a moment ago: reading is repeatable.
      const isRepeatable = asked.isRepeatable ?? /^(GET|HEAD)$/.test(send.method);
      const answer = await once().catch((error: unknown) => {
        if (isRepeatable && (error as { code?: string }).code === "UND_ERR_SOCKET") return once();
        throw error;
      });
      const location = answer.headers.location;
      const isRedirect = [301, 302, 303, 307, 308].includes(answer.statusCode) && location;
      if (!isRedirect || asked.redirect === "manual") {
        const most = asked.maxBodyBytes ?? limits.maxBodyBytes;
        return await readBody(answer, url, send.method, most);
      }
      answer.body.on("error", () => undefined).destroy();
      if (hops >= limits.maxRedirects || asked.redirect === "error") {
        throw new OutboundError("redirect", `${url.host} redirects too often.`);
      }
      url = redirectTarget(url, String(location));
      send = afterRedirect(answer.statusCode, send);
    }
  }

  async function exchange(asked: Exchange): Promise<WholeAnswer> {
    const url = parseUrl(asked.url);
    asked.signal.throwIfAborted();
    // One plain controller instead of AbortSignal.any: a run makes 100,000 requests under one signal.
    const stop = new AbortController();
    const onAbort = (): void => stop.abort(asked.signal.reason);
    asked.signal.addEventListener("abort", onAbort, { once: true });
    const wall = setTimeout(() => stop.abort(), limits.wallMs);
    try {
      return await follow(url, asked, stop.signal);
    } catch (error) {
      if (asked.signal.aborted) throw asked.signal.reason;
      throw asOutboundError(error, url.host, stop.signal);
    } finally {
      clearTimeout(wall);
      asked.signal.removeEventListener("abort", onAbort);
    }
  }

  const guarded: typeof globalThis.fetch = async (input, init) => {
    const url = parseUrl(input instanceof Request ? input.url : String(input));
    const asked = new Request(input instanceof Request ? input : url, init);
    const { method, signal, redirect } = asked;
    const headers = Object.fromEntries(asked.headers);
    const body = asked.body === null ? undefined : new Uint8Array(await asked.arrayBuffer());
    const sent = { url: url.href, method, headers, signal, redirect };
    return responseOf(await exchange(body ? { ...sent, body } : sent));
  };

  async function connectTcp(
    { host, port }: { host: string; port: number },
    signal?: AbortSignal,
  ): Promise<Socket> {
    if (!/^[^\s/\\@\p{Cc}]{1,253}$/u.test(host) || !(port >= 1 && port <= 65_535)) {
      throw new OutboundError("bad_address", "The host or the port cannot be read.");
    }
    const wall = AbortSignal.timeout(limits.connectMs);
    const until = signal ? AbortSignal.any([signal, wall]) : wall;
    try {
      const addresses = await within(addressesOf(host), until);
      return await firstThatAnswers(addresses, port, until);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw asOutboundError(error, `${canonicalHost(host)}:${port}`, wall);
    }
  }

  return { fetch: guarded, exchange, connectTcp, close: () => agent.destroy() };
}

let shared: GuardedNetwork | undefined;
const network = (): GuardedNetwork =>
  (shared ??= createGuardedNetwork({ allow: () => env().MUSTER_ALLOW_PRIVATE_HOSTS }));

/** The one `fetch` for calls that leave Muster: connectors, webhooks, chat and ticket systems. */
export const guardedFetch: typeof globalThis.fetch = (input, init) => network().fetch(input, init);

/** The same for callers that need the bytes of a whole answer. */
export const guardedExchange: GuardedNetwork["exchange"] = (asked) => network().exchange(asked);

/** A connected socket under the same rules: for databases, and for guarded-agent.ts (sign-in providers). */
export const guardedTcp: GuardedNetwork["connectTcp"] = (target, signal) =>
  network().connectTcp(target, signal);
