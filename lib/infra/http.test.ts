import http from "node:http";
import net from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { OutboundError } from "../domain/outbound-error";
import type { ResolvedAddress } from "./guarded-connect";
import { createGuardedNetwork, type GuardedNetwork } from "./http";
import { isAllowed, whyPrivate } from "./private-hosts";

let connections = 0;
let handle: http.RequestListener = (_request, response) => response.end("ok");
const server = http.createServer((request, response) => handle(request, response));
server.on("connection", () => (connections += 1));
let port = 0;
let made: GuardedNetwork[] = [];

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as net.AddressInfo).port;
});
afterEach(async () => {
  await Promise.all(made.map((network) => network.close()));
  made = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const privately: Record<string, string> = {
  "127.0.0.1.nip.io": "127.0.0.1",
  "169.254.169.254.nip.io": "169.254.169.254",
  "localtest.me": "127.0.0.1",
  localhost: "127.0.0.1",
  "api.localhost": "127.0.0.1",
  "metadata.google.internal": "169.254.169.254",
  metadata: "169.254.169.254",
  "instance-data": "169.254.169.254",
  "kubernetes.default.svc": "10.96.0.1",
  "host.docker.internal": "192.168.65.2",
  "six.example": "::1",
  "mapped.example": "::ffff:127.0.0.1",
  "ula.example": "fd00::5",
};
/** Every other name answers with loopback too, so that a slip is seen by the listener. */
const resolve = async (host: string): Promise<ResolvedAddress[]> => {
  const address = privately[host] ?? "127.0.0.1";
  return [{ address, family: net.isIP(address) }];
};

function guarded(
  options: Partial<Parameters<typeof createGuardedNetwork>[0]> = {},
): GuardedNetwork {
  const network = createGuardedNetwork({ allow: () => [], resolve, ...options });
  made.push(network);
  return network;
}
const open = (limits = {}): GuardedNetwork => guarded({ allow: () => ["127.0.0.1"], limits });
const here = (path = "/"): string => `http://127.0.0.1:${port}${path}`;

async function failure(work: Promise<unknown>): Promise<OutboundError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OutboundError);
  return error as OutboundError;
}

const hosts = [
  "127.0.0.1",
  "127.1",
  "127.0.1",
  "127.255.255.254",
  "0.0.0.0",
  "0",
  "2130706433",
  "017700000001",
  "0x7f000001",
  "0x7f.0.0.1",
  "0177.0.0.1",
  "127.0.0.1.",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::127.0.0.1]",
  "[0:0:0:0:0:0:0:1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b:1::1]",
  "[2002:7f00:1::]",
  "[::ffff:0:127.0.0.1]",
  "[fd00::1]",
  "[fc00::1]",
  "[fe80::1]",
  "[fec0::1]",
  "[ff02::1]",
  "[2001:db8::1]",
  "[fd00:ec2::254]",
  "[2001::1]",
  "10.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "100.64.0.1",
  "100.127.255.255",
  "169.254.169.254",
  "169.254.170.2",
  "0xa9fea9fe",
  "2852039166",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "198.18.0.1",
  "192.0.2.1",
  "203.0.113.5",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "localhost",
  "localhost.",
  "LOCALHOST",
  "api.localhost",
  "127.0.0.1.nip.io",
  "169.254.169.254.nip.io",
  "localtest.me",
  "metadata.google.internal",
  "metadata.google.internal.",
  "metadata",
  "instance-data",
  "kubernetes.default.svc",
  "host.docker.internal",
  "six.example",
  "mapped.example",
  "ula.example",
  "127。0。0。1",
  "１２７.0.0.1",
  "ⓛocalhost",
  "127.0.0.1%2e",
];
const crafted = (at: number): string[] => [
  `http://user@127.0.0.1:${at}/`,
  `http://api.github.com@127.0.0.1:${at}/`,
  `http://127.0.0.1:${at}@api.github.com/`,
  `http://127.0.0.1\\@api.github.com:${at}/`,
  `http://127.0.0.1:${at}\u0000.github.com/`,
  `http://127.0.0.1%00.github.com:${at}/`,
  `http:127.0.0.1:${at}/`,
  `http:/\\127.0.0.1:${at}/`,
  `//127.0.0.1:${at}/`,
  `file:///etc/passwd`,
  `gopher://127.0.0.1:${at}/_GET`,
  `ftp://127.0.0.1:${at}/`,
  `data:text/plain,hello`,
  `javascript:alert(1)`,
  `ws://127.0.0.1:${at}/`,
  `http://`,
  `http://[::1`,
  `http://127.0.0.1:99999/`,
];

describe("outbound calls (T38)", () => {
  test("no private, reserved or disguised address is ever connected to", async () => {
    connections = 0;
    const { fetch, connectTcp } = guarded();
    const urls = [...hosts.map((host) => `http://${host}:${port}/`), ...crafted(port)];
    expect(urls.length).toBeGreaterThanOrEqual(60);
    for (const url of urls) {
      const { code } = await failure(fetch(url));
      expect([url, code]).toEqual([url, expect.stringMatching(/^(blocked_host|bad_address)$/)]);
    }
    for (const host of hosts) {
      const bare = host.replace(/^\[|\]$/g, "");
      expect((await failure(connectTcp({ host: bare, port }))).code).toBe("blocked_host");
    }
    expect(connections).toBe(0);
  });

  test("the refusal names the host and the variable that would allow it", async () => {
    const error = await failure(guarded().fetch("https://ghe.corp.example/api/v3"));
    expect(error.message).toContain("ghe.corp.example");
    expect(error.message).toContain("127.0.0.1");
    expect(error.message).toContain("MUSTER_ALLOW_PRIVATE_HOSTS");
  });

  test("one private address among several public ones refuses the name", async () => {
    connections = 0;
    const both = async (): Promise<ResolvedAddress[]> => [
      { address: "93.184.215.14", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    const error = await failure(guarded({ resolve: both }).fetch(`http://two.example:${port}/`));
    expect(error.code).toBe("blocked_host");
    expect(connections).toBe(0);
  });

  test("a name that changes its answer is connected to the address that was checked", async () => {
    connections = 0;
    let asked = 0;
    const flipping = async (): Promise<ResolvedAddress[]> => {
      asked += 1;
      return [{ address: asked % 2 === 1 ? "127.0.0.2" : "127.0.0.1", family: 4 }];
    };
    const rebound = guarded({ allow: () => ["127.0.0.2"], resolve: flipping });
    const error = await failure(rebound.fetch(`http://flip.example:${port}/`));
    expect(error.code).toBe("network");
    expect([asked, connections]).toEqual([1, 0]);
    expect((await failure(rebound.fetch(`http://flip.example:${port}/`))).code).toBe(
      "blocked_host",
    );
    expect(connections).toBe(0);
  });

  test("a redirect to another host, a private address or plain http is refused", async () => {
    const { fetch } = open();
    for (const to of [
      "http://169.254.169.254/latest/meta-data/",
      "http://localhost:1/",
      `http://127.0.0.1:${port + 1}/`,
      "//evil.example/",
      "file:///etc/passwd",
      "http://user:word@127.0.0.1/",
    ]) {
      handle = (_request, response) => response.writeHead(302, { location: to }).end();
      expect((await failure(fetch(here()))).code).toBe("redirect");
    }
  });

  test("a same-host redirect is followed three times, not four", async () => {
    handle = (request, response) => {
      const at = Number(request.url?.slice(1));
      if (at === 0) response.end("there");
      else response.writeHead(302, { location: `/${at - 1}` }).end();
    };
    const { fetch } = open();
    expect(await (await fetch(here("/3"))).text()).toBe("there");
    expect((await failure(fetch(here("/4")))).code).toBe("redirect");
  });

  test("a form post that is redirected with 303 becomes a GET without a body; 307 keeps both", async () => {
    const seen: string[] = [];
    handle = (request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers["content-type"] ?? ""}`);
      if (request.url === "/see") response.writeHead(303, { location: "/end" }).end();
      else if (request.url === "/keep") response.writeHead(307, { location: "/end" }).end();
      else response.end();
    };
    const { fetch } = open();
    const init = { method: "POST", body: "a=1", headers: { "content-type": "text/plain" } };
    await fetch(here("/see"), init);
    await fetch(here("/keep"), init);
    expect(seen).toEqual([
      "POST /see text/plain",
      "GET /end ",
      "POST /keep text/plain",
      "POST /end text/plain",
    ]);
  });

  test("ranges and names in the list open what they name and nothing else", () => {
    expect(isAllowed(["10.0.0.0/8"], "db.example", "10.3.4.5")).toBe(true);
    expect(isAllowed(["10.0.0.0/8"], "db.example", "192.168.0.1")).toBe(false);
    expect(isAllowed(["ghe.corp.example"], "GHE.corp.example.", "10.3.4.5")).toBe(true);
    expect(isAllowed(["ghe.corp.example"], "x.ghe.corp.example", "10.3.4.5")).toBe(false);
    expect(isAllowed(["::1"], "::1", "::1")).toBe(true);
    expect(isAllowed(["not/arange"], "h", "10.0.0.1")).toBe(false);
  });

  test("a wide range does not open the metadata service; its exact address does", () => {
    for (const range of ["169.254.0.0/16", "0.0.0.0/0", "ghe.corp.example"]) {
      expect(isAllowed([range], "ghe.corp.example", "169.254.169.254")).toBe(false);
    }
    expect(isAllowed(["169.254.169.254"], "any", "169.254.169.254")).toBe(true);
    expect(isAllowed(["169.254.169.254"], "any", "::ffff:169.254.169.254")).toBe(true);
  });

  test("public addresses of both families, also behind NAT64, are public", () => {
    for (const address of ["93.184.215.14", "2606:4700::6810:84e5", "64:ff9b::5db8:d70e"]) {
      expect(whyPrivate(address)).toBeNull();
    }
  });
});

describe("limits of one answer", () => {
  test("a gzip body is decoded and its encoding header removed", async () => {
    handle = (request, response) => {
      response.writeHead(200, {
        "content-encoding": "gzip",
        "x-asked": request.headers["accept-encoding"],
      });
      response.end(gzipSync(JSON.stringify({ hello: "there" })));
    };
    const response = await open().fetch(here());
    expect(await response.json()).toEqual({ hello: "there" });
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(response.headers.get("x-asked")).toBe("gzip, identity");
  });

  test("br, deflate, zstd and stacked encodings are refused", async () => {
    const bodies: [string, Buffer][] = [
      ["br", brotliCompressSync("x")],
      ["deflate", deflateSync("x")],
      ["zstd", Buffer.from("x")],
      ["gzip, gzip", gzipSync(gzipSync("x"))],
    ];
    for (const [encoding, body] of bodies) {
      handle = (_request, response) =>
        response.writeHead(200, { "content-encoding": encoding }).end(body);
      expect((await failure(open().fetch(here()))).code).toBe("encoding");
    }
  });

  test("a decompression bomb and a large body stop at the limit", async () => {
    const bomb = gzipSync(Buffer.alloc(30_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    handle = (_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    expect((await failure(open().fetch(here()))).code).toBe("too_large");
    handle = (_request, response) => {
      const block = Buffer.alloc(1024 * 1024);
      const more = (): void => {
        while (!response.destroyed && response.write(block));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    };
    expect((await failure(open().fetch(here()))).code).toBe("too_large");
    handle = (_request, response) =>
      response.writeHead(200, { "content-length": "52428800" }).write("x");
    expect((await failure(open().fetch(here()))).code).toBe("too_large");
  });

  test("one exchange can be given a larger limit, and only that one", async () => {
    const document = "x".repeat(3_000);
    handle = (_request, response) => response.end(document);
    const network = open({ maxBodyBytes: 1_000 });
    const asked = { url: here(), method: "POST", headers: {}, signal: AbortSignal.timeout(5_000) };
    const whole = await network.exchange({ ...asked, maxBodyBytes: 4_000 });
    expect(whole.body?.toString()).toBe(document);
    expect((await failure(network.exchange(asked))).code).toBe("too_large");
  });

  test("a repeatable request is asked again, once, when the kept connection was closed", async () => {
    const network = open();
    const asked = { url: here(), method: "POST", headers: {}, body: "Action=ListUsers" };
    const signal = AbortSignal.timeout(5_000);
    let requests = 0;
    // Each second request of a connection finds it closed, as after a pause.
    handle = (request, response) => {
      requests += 1;
      if (requests % 2 === 0) request.socket.destroy();
      else response.end("ok");
    };
    const ask = (isRepeatable: boolean) => network.exchange({ ...asked, signal, isRepeatable });
    expect((await ask(true)).status).toBe(200);
    expect((await ask(true)).status).toBe(200);
    expect(requests).toBe(3);
    expect((await failure(ask(false))).code).toBe("network");
    expect(requests).toBe(4);
  });

  test("a limit on the wall and an abort end an exchange, each with its own reason", async () => {
    handle = () => undefined;
    const asked = { url: here(), method: "GET", headers: {} };
    const slow = open({ wallMs: 100 }).exchange({ ...asked, signal: AbortSignal.timeout(5_000) });
    expect((await failure(slow)).code).toBe("timeout");
    const stop = new AbortController();
    const stopped = open().exchange({ ...asked, signal: stop.signal });
    setTimeout(() => stop.abort(new Error("The run was cancelled")), 50);
    await expect(stopped).rejects.toThrow("The run was cancelled");
  });

  test("broken gzip is an encoding failure, a cut connection a network failure", async () => {
    handle = (_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end("not gzip");
    expect((await failure(open().fetch(here()))).code).toBe("encoding");
    handle = (_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("x");
      setTimeout(() => response.destroy(), 20);
    };
    expect((await failure(open().fetch(here()))).code).toBe("network");
    handle = (request) => request.socket.resetAndDestroy();
    expect((await failure(open().fetch(here()))).code).toBe("network");
  });

  test("a silent, a stalled and a dripping answer end at the wall limit", async () => {
    const { fetch } = open({ wallMs: 300 });
    const slow: http.RequestListener[] = [
      () => undefined,
      (_request, response) => void response.write("x"),
      (_request, response) => {
        const drip = setInterval(() => response.write("x"), 50);
        response.on("close", () => clearInterval(drip));
      },
    ];
    for (handle of slow) {
      const before = Date.now();
      expect((await failure(fetch(here()))).code).toBe("timeout");
      expect(Date.now() - before).toBeLessThan(2_000);
    }
  });

  test("the caller's signal ends the call with the caller's own reason", async () => {
    handle = () => undefined;
    const ended = new AbortController();
    const asked = open().fetch(here(), { signal: ended.signal });
    setTimeout(() => ended.abort(new Error("stopped by a person")), 30);
    await expect(asked).rejects.toThrow("stopped by a person");
  });
});

describe("a fetch for SDKs", () => {
  test("method, headers, text and binary bodies, and a Request object arrive as sent", async () => {
    handle = (request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        response.writeHead(201, { "set-cookie": ["a=1", "b=2"], "x-method": request.method });
        response.end(Buffer.concat([Buffer.from(`${String(request.headers["x-in"])}:`), ...parts]));
      });
    };
    const { fetch } = open();
    const headers = { "x-in": "v", host: "other.example" };
    const text = await fetch(here(), { method: "PATCH", headers, body: "é" });
    expect([text.status, text.headers.get("x-method")]).toEqual([201, "PATCH"]);
    expect(text.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(text.url).toBe(here());
    expect(await text.text()).toBe("v:é");
    const bytes = await fetch(new URL(here()), {
      method: "PUT",
      headers,
      body: new Uint8Array([65, 66]),
    });
    expect(await bytes.text()).toBe("v:AB");
    const whole = await fetch(new Request(here(), { method: "POST", headers, body: "r" }));
    expect(await whole.text()).toBe("v:r");
  });

  test("answers without a body stay without one", async () => {
    for (const status of [204, 304]) {
      handle = (_request, response) => response.writeHead(status).end();
      const response = await open().fetch(here());
      expect([response.status, response.body]).toEqual([status, null]);
    }
    handle = (_request, response) =>
      response.writeHead(200, { "content-length": "99999999", "content-encoding": "gzip" }).end();
    expect((await open().fetch(here(), { method: "HEAD" })).status).toBe(200);
  });

  test("a TCP connection to an allowed host is connected and ends with the caller's signal", async () => {
    handle = (_request, response) => response.end("ok");
    const socket = await open().connectTcp({ host: "127.0.0.1", port });
    socket.end("GET / HTTP/1.0\r\n\r\n");
    let answer = "";
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toContain("200 OK");
    const refused = await failure(open().connectTcp({ host: "127.0.0.1", port: 1 }));
    expect(refused.code).toBe("network");
  });
});
