import { createSocket, type Socket } from "node:dgram";
import { createServer, type Server } from "node:http";
import net from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { privateHosts } from "@/e2e/support/payloads";
import { resetEnv } from "@/lib/infra/env";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import type { Checkpoint } from "@/lib/domain/evidence-pack/checkpoint";
import { deliver } from "../checkpoints/deliver";
import { changeCheckpointSettings } from "../checkpoints/settings";
import { newId } from "../ingest/new-id";
import { verifySource } from "../sources/verify-source";
import { addChannel } from "./manage-channels";
import { sealSecrets } from "./open-channel";
import { sendNotice } from "./send";

useDatabase();

const admin = personContext("admin", { personId: newId() });
const listeners: (net.Server | Server)[] = [];
let datagrams: Socket;
let port = 0;
let seen = 0;

/** Hears whoever calls any address of this machine, by TCP or UDP. */
beforeAll(async () => {
  const hear = (socket: net.Socket): void => {
    seen += 1;
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
  };
  const four = net.createServer(hear);
  await new Promise<void>((resolve) => four.listen(0, "0.0.0.0", resolve));
  ({ port } = four.address() as net.AddressInfo);
  const six = net.createServer(hear);
  await new Promise<void>((resolve) =>
    six.once("error", () => resolve()).listen(port, "::1", resolve),
  );
  listeners.push(four, six);
  datagrams = createSocket("udp4");
  datagrams.on("message", () => (seen += 1));
  await new Promise<void>((resolve) => datagrams.bind(port, "0.0.0.0", resolve));
});
afterAll(() => {
  for (const server of listeners) server.close();
  datagrams.close();
});
const allow = (hosts: string): void => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = hosts;
  resetEnv();
};
afterEach(() => {
  delete process.env.MUSTER_ALLOW_PRIVATE_HOSTS;
  resetEnv();
  seen = 0;
});

const bare = (host: string): string => host.replaceAll(/[[\]]/g, "");
const message = {
  deliveryId: newId(),
  noticeId: newId(),
  event: "test" as const,
  title: "x",
  lines: [],
  link: "https://muster.example",
  action: "Open",
  items: [],
  subject: { type: "x", id: null },
  data: {},
  at: new Date().toISOString(),
};

type Kind = "slack" | "teams" | "webhook" | "jira" | "github_issues" | "servicenow" | "mail";
const shownBy: Record<Kind, (host: string) => object> = {
  slack: () => ({}),
  teams: () => ({}),
  webhook: () => ({}),
  jira: (host) => ({ url: `http://${host}:${port}`, project: "SEC", issueType: "Task", user: "a" }),
  github_issues: (host) => ({ url: `http://${host}:${port}`, repository: "acme/ops" }),
  servicenow: (host) => ({ url: `http://${host}:${port}`, table: "incident", user: "a" }),
  mail: (host) => ({ host: bare(host), port, security: "none", from: "a@example.com" }),
};

/** What came of sending through a channel as it would be stored. */
async function sendTo(kind: Kind, host: string): Promise<string> {
  const id = newId();
  const url = `http://${host}:${port}/services/x`;
  const sealedSecrets = await sealSecrets(
    id,
    kind === "mail" ? {} : { url, token: "x", signing: [] },
  );
  const channel = { id, kind, config: shownBy[kind](host), sealedSecrets };
  const signal = AbortSignal.timeout(20_000);
  const sending = { channel, address: "a@example.com", message, now: new Date(), signal };
  return (await sendNotice(sending)).kind;
}

test.each(Object.keys(shownBy) as Kind[])(
  "no %s address leads to this machine, its network or its cloud",
  async (kind) => {
    expect(privateHosts.length).toBeGreaterThan(50);
    for (const host of privateHosts)
      expect([host, await sendTo(kind, host)]).not.toEqual([host, "delivered"]);
    expect(seen).toBe(0);
    allow("127.0.0.1");
    await sendTo(kind, "127.0.0.1");
    expect(seen, "the listener is heard where it is allowed").toBeGreaterThan(0);
  },
);

test("a checkpoint goes to no such place, by call, by syslog or by datagram", async () => {
  const checkpoint = { at: new Date().toISOString() } as Checkpoint;
  const targetsOf = (host: string) => [
    { file: false, syslog: null, webhook: { url: `http://${host}:${port}/` } },
    ...(["tcp", "udp"] as const).map((transport) => ({
      file: false,
      syslog: { host: bare(host), port, transport },
      webhook: null,
    })),
  ];
  for (const host of privateHosts) {
    for (const targets of targetsOf(host)) {
      const [delivery] = await deliver(checkpoint, targets);
      expect([host, delivery?.ok]).toEqual([host, false]);
    }
  }
  expect(seen).toBe(0);
  allow("127.0.0.1");
  for (const targets of targetsOf("127.0.0.1")) await deliver(checkpoint, targets);
  await expect.poll(() => seen).toBe(3);
});

const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );

test("what is no web address is refused before anything is kept", async () => {
  const crafted = [
    "file:///etc/passwd",
    `gopher://127.0.0.1:${port}/_x`,
    `ftp://127.0.0.1:${port}/`,
    `//127.0.0.1:${port}/`,
    `https://hooks.example@127.0.0.1:${port}/`,
    `https://ada:word@127.0.0.1:${port}/`,
    "http://",
    `http://127.0.0.1:${port}/`,
  ];
  for (const url of crafted) {
    for (const kind of ["slack", "teams", "webhook"] as const) {
      const adding = addChannel(admin, { name: "x", config: { kind, url } });
      expect([kind, url, await codeOf(adding)]).toEqual([kind, url, "invalid_input"]);
    }
    if (url.startsWith("http://1")) continue;
    const changing = changeCheckpointSettings(admin, {
      file: true,
      syslog: null,
      webhook: { url },
    });
    expect([url, await codeOf(changing)]).toEqual([url, "invalid_input"]);
  }
  expect(seen).toBe(0);
});

const entra = {
  tenantId: "acme.example",
  clientId: "00000000-0000-4000-8000-000000000001",
  auth: "secret",
  clientSecret: "not-a-real-secret",
};
const checked: Record<string, (host: string, signIn: string) => object> = {
  "Entra ID's sign-in": (host) => ({
    connectorId: "entra",
    config: { ...entra, loginUrl: `https://${host}:${port}` },
  }),
  "Entra ID's Graph": (host, signIn) => ({
    connectorId: "entra",
    config: { ...entra, loginUrl: signIn, graphUrl: `https://${host}:${port}` },
  }),
  OpenBao: (host) => ({
    connectorId: "openbao",
    config: { address: `https://${host}:${port}`, authMode: "token", token: "not-a-real-token" },
  }),
};

test.each(Object.keys(checked))("no address of %s does either", async (place) => {
  const token = JSON.stringify({ access_token: "x", token_type: "Bearer", expires_in: 3_600 });
  const signIn = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(token);
  });
  await new Promise<void>((resolve) => signIn.listen(0, "127.0.0.1", resolve));
  const at = `http://127.0.0.1:${(signIn.address() as net.AddressInfo).port}`;
  // The sign-in of the second is allowed, under a spelling that none of the hosts below means.
  if (place.endsWith("Graph")) allow("127.0.0.1");
  const hosts = place.endsWith("Graph") ? elsewhere : privateHosts;
  for (const host of hosts) {
    const body = checked[place]?.(host, at) as never;
    const outcome = await verifySource(admin, body).then(
      ({ ok }) => (ok ? "works" : "does not work"),
      (error: { code?: string }) => error.code,
    );
    const isRefused = outcome === "does not work" || outcome === "invalid_input";
    expect([host, outcome, isRefused]).toEqual([host, outcome, true]);
  }
  expect(seen).toBe(0);
  signIn.closeAllConnections();
  signIn.close();
});

/** Those that are another address than 127.0.0.1, however it is written. */
const elsewhere = privateHosts.filter((host) =>
  /^(10|172|192|100|169|168|198|224|255|127\.0\.0\.2|127\.255)\b|^\[(fe80|fd00|ff02|::1\])|metadata/.test(
    host,
  ),
);
