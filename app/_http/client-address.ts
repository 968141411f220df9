import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { env } from "@/lib/infra/env";

/** Set by us on every request, whatever the client sent under this name. */
const header = "x-muster-client-address";
/**
 * Next hands an action of another page on by a request to itself. Whoever shows the secret of this
 * process is that request, and what it says about its client was written by us.
 */
const proofHeader = "x-muster-client-proof";
const forwarded = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port"];

/** The last hop that the trusted proxy saw, or the peer of the socket. */
export function addressOf(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trustProxy: boolean,
): string {
  const hop = trustProxy ? forwardedFor?.split(",").at(-1)?.trim() : undefined;
  return (hop || peer || "unknown").replace(/^::ffff:/, "").slice(0, 45);
}

/**
 * Next hides the socket from handlers and believes any X-Forwarded-For. This sees each request
 * before Next does, writes down whom it came from, and removes forwarding headers that nobody
 * vouches for.
 */
export function watchPeers(): void {
  const trustProxy = env().MUSTER_TRUST_PROXY;
  const proof = randomBytes(24).toString("base64url");
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const claimed = request.headers["x-forwarded-for"];
    const forwardedFor = Array.isArray(claimed) ? claimed.join(",") : claimed;
    if (request.headers[proofHeader] !== proof) {
      request.headers[header] = addressOf(request.socket.remoteAddress, forwardedFor, trustProxy);
      request.headers[proofHeader] = proof;
    }
    if (!trustProxy) for (const name of forwarded) delete request.headers[name];
  });
}

export const clientAddress = (head: Headers): string | null => head.get(header);
