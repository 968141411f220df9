import http, { type ClientRequest, type ClientRequestArgs, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import { OutboundError } from "../domain/outbound-error";
import { type GuardedNetwork, guardedTcp } from "./http";

declare module "node:http" {
  interface Agent {
    /** What `http.request` calls; Node's types leave it out. */
    addRequest(request: ClientRequest, options: ClientRequestArgs): void;
  }
}

interface AgentOptions {
  connectTcp?: GuardedNetwork["connectTcp"];
  /** One request, from the name lookup to the last byte. */
  wallMs?: number;
  maxBytes?: number;
}

type Connected = (error: Error | null, stream?: Duplex) => void;

/** For libraries that call `http.request` themselves: the addresses, time and size of every outbound call. */
class GuardedAgent extends http.Agent {
  readonly #connectTcp: GuardedNetwork["connectTcp"];
  readonly #wallMs: number;
  readonly #maxBytes: number;

  constructor({ connectTcp = guardedTcp, wallMs = 30_000, maxBytes = 2_097_152 }: AgentOptions) {
    super({ defaultPort: 443 });
    this.#connectTcp = connectTcp;
    this.#wallMs = wallMs;
    this.#maxBytes = maxBytes;
    // One agent for both: each request is then checked against its own scheme only.
    Object.assign(this, { protocol: undefined });
  }

  override addRequest(request: ClientRequest, options: ClientRequestArgs): void {
    let answer: IncomingMessage | null = null;
    const fail = (error: OutboundError): unknown => (answer ?? request).destroy(error);
    const wall = setTimeout(
      () => fail(new OutboundError("timeout", `${options.host} did not answer in time.`)),
      this.#wallMs,
    );
    request.once("close", () => clearTimeout(wall));
    request.once("response", (response) => {
      answer = response;
      const { socket } = response;
      response.on("readable", () => {
        if (socket.bytesRead <= this.#maxBytes) return;
        const most = `${Math.round(this.#maxBytes / 1_048_576)} MB`;
        const why = `The answer of ${options.host} is larger than ${most}.`;
        fail(new OutboundError("too_large", why));
      });
    });
    super.addRequest(request, options);
  }

  override createConnection(options: ClientRequestArgs, connected: Connected): undefined {
    const isSecure = options.protocol === "https:";
    // The default port is that of https: an http address without a port comes with it too.
    const port = !isSecure && Number(options.port) === 443 ? 80 : Number(options.port);
    this.#connectTcp({ host: String(options.host), port }).then(
      (socket) =>
        connected(null, isSecure ? tls.connect({ ...(options as object), socket }) : socket),
      (error: unknown) => connected(error instanceof Error ? error : new Error(String(error))),
    );
  }
}

export const guardedAgent = (options: AgentOptions = {}): http.Agent => new GuardedAgent(options);
