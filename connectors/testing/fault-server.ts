import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";

export interface SeenRequest {
  method: string;
  /** Path with query. */
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

interface Upstream {
  status: number;
  headers: http.OutgoingHttpHeaders;
  body: Buffer;
}

/** What a fault does with one answer: `pass` asks the stand-in and gives its real answer. */
type Misbehave = (
  response: http.ServerResponse,
  pass: () => Promise<Upstream>,
  request: SeenRequest,
) => Promise<void> | void;

const json = { "content-type": "application/json" };
const status =
  (code: number, headers: () => http.OutgoingHttpHeaders = () => ({})): Misbehave =>
  (response) =>
    void response.writeHead(code, { ...json, ...headers() }).end('{"message":"scripted fault"}');
const ok =
  (body: string | Buffer, headers: http.OutgoingHttpHeaders = json): Misbehave =>
  (response) =>
    void response.writeHead(200, headers).end(body);

function withoutLength(headers: http.OutgoingHttpHeaders): http.OutgoingHttpHeaders {
  const { "content-length": _length, "transfer-encoding": _chunked, ...rest } = headers;
  return rest;
}

const blank = Buffer.alloc(30 * 1024 * 1024, " ");
// Built once and with little effort, so that compressing does not eat the second a request has.
const bombs = {
  br: brotliCompressSync(blank, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  deflate: deflateSync(blank, { level: 1 }),
  gzip: gzipSync(blank, { level: 1 }),
};
const bomb = (encoding: keyof typeof bombs): Misbehave =>
  ok(bombs[encoding], { ...json, "content-encoding": encoding });
const inSeconds = (count: number): number => Math.floor(Date.now() / 1000) + count;

async function drip(response: http.ServerResponse, pass: () => Promise<Upstream>): Promise<void> {
  const { status: code, headers, body } = await pass();
  response.writeHead(code, withoutLength(headers));
  let at = 0;
  const timer = setInterval(() => response.write(body.subarray(at, (at += 1))), 250);
  response.on("close", () => clearInterval(timer));
}

async function huge(response: http.ServerResponse): Promise<void> {
  response.on("error", () => undefined).writeHead(200, json);
  const block = Buffer.alloc(1024 * 1024, " ");
  const gone = new Promise((go) => response.once("close", go));
  for (let megabyte = 0; megabyte < 50 && !response.destroyed; megabyte += 1) {
    if (!response.write(block)) {
      await Promise.race([once(response, "drain"), gone]);
    }
  }
  response.end("[]");
}

/** Repeats the whole call in its answer, as gateways under repair do. */
export const echo: Misbehave = (response, _pass, { method, path, body, headers }) =>
  void response
    .writeHead(400, json)
    .end(JSON.stringify({ message: `${method} ${path} ${JSON.stringify(headers)} ${body}` }));

/** The table of reliability test T11, as far as it is the same for every provider. */
export const faults = {
  "401": status(401),
  "403": status(403),
  "404": status(404),
  "409": status(409),
  "410": status(410),
  "422": status(422),
  "429 with Retry-After in seconds": status(429, () => ({ "retry-after": "7" })),
  "429 with Retry-After as a date": status(429, () => ({
    "retry-after": new Date(Date.now() + 7_000).toUTCString(),
  })),
  "429 without Retry-After": status(429),
  "403 with a spent budget": status(403, () => ({
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": String(inSeconds(7)),
  })),
  "500": status(500),
  "502": status(502),
  "503": status(503),
  "504": status(504),
  "TCP reset": (response) => void response.socket?.resetAndDestroy(),
  "silence before the headers": () => undefined,
  "silence in the middle of the body": async (response, pass) => {
    const { status: code, headers, body } = await pass();
    response.writeHead(code, { ...withoutLength(headers), "content-length": body.length + 10 });
    response.write(body.subarray(0, Math.ceil(body.length / 2)));
    response.flushHeaders();
  },
  "a few bytes a second": drip,
  "truncated body": async (response, pass) => {
    const { status: code, headers, body } = await pass();
    const half = body.length < 2 ? Buffer.from("{") : body.subarray(0, Math.floor(body.length / 2));
    response.writeHead(code === 204 ? 200 : code, withoutLength(headers)).end(half);
  },
  "invalid UTF-8": ok(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  "HTML instead of data": ok("<!doctype html><title>Maintenance</title>", {
    "content-type": "text/html",
  }),
  "an empty 200": ok(""),
  "a wrong schema": ok('{"unexpected":true}'),
  "a body of 50 MB": huge,
  "10,000 levels of nesting": ok("[".repeat(10_000) + "]".repeat(10_000)),
  "a redirect to the metadata service": (response) =>
    void response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end(),
  "a Brotli bomb": bomb("br"),
  "a deflate bomb": bomb("deflate"),
  "a gzip bomb": bomb("gzip"),
} as const satisfies Record<string, Misbehave>;
export type FaultName = keyof typeof faults;

/** The same answer for ever to every request of one list, whatever page it asks for. */
export function samePage(listKey: (request: SeenRequest) => string): Misbehave {
  const first = new Map<string, Promise<Upstream>>();
  return async (response, pass, request) => {
    const key = listKey(request);
    const kept = first.get(key) ?? pass();
    first.set(key, kept);
    const { status: code, headers, body } = await kept;
    response.writeHead(code, withoutLength(headers)).end(body);
  };
}

/** The real answer with its body changed. */
export function rewritten(change: (body: string, request: SeenRequest) => string): Misbehave {
  return async (response, pass, request) => {
    const { status: code, headers, body } = await pass();
    response.writeHead(code, withoutLength(headers)).end(change(body.toString("utf8"), request));
  };
}

export interface FaultServer {
  url: string;
  /** Every request since the start. */
  seen: SeenRequest[];
  /** Requests that met the fault. */
  hits: number;
  /** From the request numbered `after` on (counted from now), those that `only` accepts misbehave. */
  misbehave(
    fault: Misbehave | null,
    when?: { after?: number; only?: (request: SeenRequest) => boolean },
  ): void;
  close(): Promise<void>;
}

async function bodyOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Asks the stand-in with the caller's Host header, so that links in its answers lead back here. */
function forward(
  upstream: string,
  incoming: http.IncomingMessage,
  body: Buffer,
): Promise<Upstream> {
  return new Promise((resolve, reject) => {
    const asked = http.request(
      new URL(incoming.url ?? "/", upstream),
      { method: incoming.method, headers: incoming.headers, agent: false },
      (answer) => {
        bodyOf(answer).then(
          (content) =>
            resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: content }),
          reject,
        );
      },
    );
    asked.on("error", reject).end(body);
  });
}

/** A real HTTP server on loopback between a connector and its stand-in, which misbehaves when told. */
export async function startFaultServer(upstream: string): Promise<FaultServer> {
  let active: { fault: Misbehave; after: number; only: (request: SeenRequest) => boolean } | null =
    null;
  let counted = 0;
  async function answer(
    incoming: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    const body = await bodyOf(incoming);
    const request = {
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      headers: incoming.headers,
      body: body.toString(),
    };
    state.seen.push(request);
    counted += 1;
    const pass = (): Promise<Upstream> => forward(upstream, incoming, body);
    if (active && counted > active.after && active.only(request)) {
      state.hits += 1;
      await active.fault(response, pass, request);
      return;
    }
    const real = await pass();
    response.writeHead(real.status, withoutLength(real.headers)).end(real.body);
  }
  const server = http.createServer((incoming, response) => {
    response.on("error", () => undefined);
    answer(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const state: FaultServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    hits: 0,
    misbehave(fault, when = {}) {
      active = fault && { fault, after: when.after ?? 0, only: when.only ?? (() => true) };
      counted = 0;
      state.hits = 0;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return state;
}
