import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import type net from "node:net";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { guardedAgent } from "./guarded-agent";
import { createGuardedNetwork, type GuardedNetwork } from "./http";

let folder = "";
let cert = "";
let key = "";
let seen = 0;
const servers: http.Server[] = [];
const networks: GuardedNetwork[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "muster-agent-"));
  const files = ["-keyout", path.join(folder, "key.pem"), "-out", path.join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=login.example", "-addext", "subjectAltName=DNS:login.example"];
  const kind = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
  execFileSync("openssl", [...kind, ...files, ...subject], { stdio: "ignore" });
  cert = readFileSync(path.join(folder, "cert.pem"), "utf8");
  key = readFileSync(path.join(folder, "key.pem"), "utf8");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  seen = 0;
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await Promise.all(networks.splice(0).map((network) => network.close()));
});

const greet: http.RequestListener = (request, response) =>
  void response.end(`hello ${request.headers.host}`);

async function serve(answer = greet, secure = false): Promise<number> {
  const server = secure ? https.createServer({ key, cert }, answer) : http.createServer(answer);
  server.on("connection", () => (seen += 1));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as net.AddressInfo).port;
}

/** An agent whose names all mean this machine. */
function agent(allow: string[], limits: { wallMs?: number; maxBytes?: number } = {}): http.Agent {
  const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
  const network = createGuardedNetwork({ allow: () => allow, resolve });
  networks.push(network);
  return guardedAgent({ connectTcp: network.connectTcp, ...limits });
}

/** As openid-client asks: one request, its body as an async iterable. */
function ask(url: string, options: https.RequestOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith("https:") ? https : http;
    const asked = request(url, options, (response) => void text(response).then(resolve, reject));
    asked.on("error", reject);
    asked.end();
  });
}

describe("a library's own requests through the guarded agent", () => {
  it("reach an allowed host over http and https, under the name that was asked for", async () => {
    const plain = await serve();
    const secure = await serve(greet, true);
    const both = agent(["login.example"]);
    expect(await ask(`http://login.example:${plain}/`, { agent: both })).toBe(
      `hello login.example:${plain}`,
    );
    expect(await ask(`https://login.example:${secure}/`, { agent: both, ca: cert })).toBe(
      `hello login.example:${secure}`,
    );
  });

  it("still refuse a certificate that is nobody's or another's", async () => {
    const port = await serve(greet, true);
    const open = agent(["login.example", "other.example"]);
    await expect(ask(`https://login.example:${port}/`, { agent: open })).rejects.toMatchObject({
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
    const other = ask(`https://other.example:${port}/`, { agent: open, ca: cert });
    await expect(other).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });

  it.each([
    "http://127.0.0.1",
    "https://127.0.0.1",
    "http://[::ffff:127.0.0.1]",
    "http://a.example",
  ])("open no connection to %s, and say which host it was", async (origin) => {
    const port = await serve();
    await expect(ask(`${origin}:${port}/`, { agent: agent([]) })).rejects.toMatchObject({
      code: "blocked_host",
      message: expect.stringContaining("MUSTER_ALLOW_PRIVATE_HOSTS"),
    });
    expect(seen).toBe(0);
  });

  it.each([
    ["http://login.example/", 80],
    ["https://login.example/", 443],
    ["http://login.example:8080/", 8080],
  ])("ask %s at port %i", async (url, port) => {
    const asked: { host: string; port: number }[] = [];
    const connectTcp: GuardedNetwork["connectTcp"] = (target) => {
      asked.push(target);
      return Promise.reject(new Error("far enough"));
    };
    await expect(ask(url, { agent: guardedAgent({ connectTcp }) })).rejects.toThrow("far enough");
    expect(asked).toEqual([{ host: "login.example", port }]);
  });

  it("end when the answer is too large, however it is sent", async () => {
    const port = await serve((_request, response) => {
      const more = setInterval(() => response.write("x".repeat(16_384)), 1);
      response.on("close", () => clearInterval(more));
    });
    const small = agent(["127.0.0.1"], { maxBytes: 65_536 });
    await expect(ask(`http://127.0.0.1:${port}/`, { agent: small })).rejects.toMatchObject({
      code: "too_large",
    });
  });

  it("end when the answer drips for longer than a request may take", async () => {
    const port = await serve((_request, response) => {
      const more = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(more));
    });
    const brief = agent(["127.0.0.1"], { wallMs: 300 });
    await expect(ask(`http://127.0.0.1:${port}/`, { agent: brief })).rejects.toMatchObject({
      code: "timeout",
    });
  });
});
