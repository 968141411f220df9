import type http from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { failure, here, open, origin, port, setUpOrigin } from "@/lib/testing/origin-server";

setUpOrigin();

describe("limits of one answer", () => {
  test("a gzip body is decoded and its encoding header removed", async () => {
    origin.handle = (request, response) => {
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
      origin.handle = (_request, response) =>
        response.writeHead(200, { "content-encoding": encoding }).end(body);
      expect((await failure(open().fetch(here()))).code).toBe("encoding");
    }
  });

  test("a decompression bomb and a large body stop at the limit", async () => {
    const bomb = gzipSync(Buffer.alloc(30_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    origin.handle = (_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    expect((await failure(open().fetch(here()))).code).toBe("too_large");
    origin.handle = (_request, response) => {
      const block = Buffer.alloc(1024 * 1024);
      const more = (): void => {
        while (!response.destroyed && response.write(block));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    };
    expect((await failure(open().fetch(here()))).code).toBe("too_large");
    origin.handle = (_request, response) =>
      response.writeHead(200, { "content-length": "52428800" }).write("x");
    expect((await failure(open().fetch(here()))).code).toBe("too_large");
  });

  test("one exchange can be given a larger limit, and only that one", async () => {
    const document = "x".repeat(3_000);
    origin.handle = (_request, response) => response.end(document);
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
    origin.handle = (request, response) => {
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
    origin.handle = () => undefined;
    const asked = { url: here(), method: "GET", headers: {} };
    const slow = open({ wallMs: 100 }).exchange({ ...asked, signal: AbortSignal.timeout(5_000) });
    expect((await failure(slow)).code).toBe("timeout");
    const stop = new AbortController();
    const stopped = open().exchange({ ...asked, signal: stop.signal });
    setTimeout(() => stop.abort(new Error("The run was cancelled")), 50);
    await expect(stopped).rejects.toThrow("The run was cancelled");
  });

  test("broken gzip is an encoding failure, a cut connection a network failure", async () => {
    origin.handle = (_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end("not gzip");
    expect((await failure(open().fetch(here()))).code).toBe("encoding");
    origin.handle = (_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("x");
      setTimeout(() => response.destroy(), 20);
    };
    expect((await failure(open().fetch(here()))).code).toBe("network");
    origin.handle = (request) => request.socket.resetAndDestroy();
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
    for (origin.handle of slow) {
      const before = Date.now();
      expect((await failure(fetch(here()))).code).toBe("timeout");
      expect(Date.now() - before).toBeLessThan(2_000);
    }
  });

  test("the caller's signal ends the call with the caller's own reason", async () => {
    origin.handle = () => undefined;
    const ended = new AbortController();
    const asked = open().fetch(here(), { signal: ended.signal });
    setTimeout(() => ended.abort(new Error("stopped by a person")), 30);
    await expect(asked).rejects.toThrow("stopped by a person");
  });
});

describe("a fetch for SDKs", () => {
  test("method, headers, text and binary bodies, and a Request object arrive as sent", async () => {
    origin.handle = (request, response) => {
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
      origin.handle = (_request, response) => response.writeHead(status).end();
      const response = await open().fetch(here());
      expect([response.status, response.body]).toEqual([status, null]);
    }
    origin.handle = (_request, response) =>
      response.writeHead(200, { "content-length": "99999999", "content-encoding": "gzip" }).end();
    expect((await open().fetch(here(), { method: "HEAD" })).status).toBe(200);
  });

  test("a TCP connection to an allowed host is connected and ends with the caller's signal", async () => {
    origin.handle = (_request, response) => response.end("ok");
    const socket = await open().connectTcp({ host: "127.0.0.1", port });
    socket.end("GET / HTTP/1.0\r\n\r\n");
    let answer = "";
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toContain("200 OK");
    const refused = await failure(open().connectTcp({ host: "127.0.0.1", port: 1 }));
    expect(refused.code).toBe("network");
    expect(refused.message).toBe("The connection to 127.0.0.1:1 failed: nothing answers there.");
  });
});
