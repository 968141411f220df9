import { describe, expect, test } from "vitest";
import type { ResolvedAddress } from "./guarded-connect";
import { isAllowed, whyPrivate } from "./private-hosts";
import {
  failure,
  guarded,
  here,
  open,
  origin,
  port,
  setUpOrigin,
} from "@/lib/testing/origin-server";

setUpOrigin();

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
    origin.connections = 0;
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
    expect(origin.connections).toBe(0);
  });

  test("the refusal names the host and the variable that would allow it", async () => {
    const error = await failure(guarded().fetch("https://ghe.corp.example/api/v3"));
    expect(error.message).toContain("ghe.corp.example");
    expect(error.message).toContain("127.0.0.1");
    expect(error.message).toContain("MUSTER_ALLOW_PRIVATE_HOSTS");
  });

  test("one private address among several public ones refuses the name", async () => {
    origin.connections = 0;
    const both = async (): Promise<ResolvedAddress[]> => [
      { address: "93.184.215.14", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    const error = await failure(guarded({ resolve: both }).fetch(`http://two.example:${port}/`));
    expect(error.code).toBe("blocked_host");
    expect(origin.connections).toBe(0);
  });

  test("a name that changes its answer is connected to the address that was checked", async () => {
    origin.connections = 0;
    let asked = 0;
    const flipping = async (): Promise<ResolvedAddress[]> => {
      asked += 1;
      return [{ address: asked % 2 === 1 ? "127.0.0.2" : "127.0.0.1", family: 4 }];
    };
    const rebound = guarded({ allow: () => ["127.0.0.2"], resolve: flipping });
    const error = await failure(rebound.fetch(`http://flip.example:${port}/`));
    expect(error.code).toBe("network");
    expect([asked, origin.connections]).toEqual([1, 0]);
    expect((await failure(rebound.fetch(`http://flip.example:${port}/`))).code).toBe(
      "blocked_host",
    );
    expect(origin.connections).toBe(0);
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
      origin.handle = (_request, response) => response.writeHead(302, { location: to }).end();
      expect((await failure(fetch(here()))).code).toBe("redirect");
    }
  });

  test("a same-host redirect is followed three times, not four", async () => {
    origin.handle = (request, response) => {
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
    origin.handle = (request, response) => {
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
