import net from "node:net";
import { expect, test } from "@playwright/test";
import { signIn } from "../support/actors";
import { inParallel, send } from "../support/http";
import { administrator, instance } from "../support/instance";
import { privateHosts as hosts } from "../support/payloads";
import { visitor } from "../support/people";
import { type SecondServer, startSecondServer } from "../support/second-server";
import { comeBack, leaveFor, startProvider } from "../support/sign-in-provider";

let seen = 0;
let port = 0;
const listeners: net.Server[] = [];
let guarded: SecondServer;
let admin: Record<string, string>;

/** Nine are the most that one installation takes. */
const issuers = (): string[] => [
  `http://127.0.0.1:${port}`,
  `https://127.0.0.1:${port}`,
  `http://localhost:${port}/realms/one`,
  `http://[::1]:${port}`,
  `http://[::ffff:127.0.0.1]:${port}`,
  `http://0x7f000001:${port}`,
  `http://0.0.0.0:${port}`,
  `http://10.0.0.1:${port}`,
  "http://169.254.169.254",
];
const oidc = (prefix: string, issuer: string): Record<string, string> => ({
  [`${prefix}ISSUER`]: issuer,
  [`${prefix}CLIENT_ID`]: "muster",
  [`${prefix}CLIENT_SECRET`]: "an example client secret",
});

/** Answers anybody on every address of this machine, and counts them. */
function listen(host: string, wanted: number): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => {
      seen += 1;
      socket.on("error", () => undefined);
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    });
    server.once("error", reject);
    server.listen(wanted, host, () => resolve(server));
  });
}

test.beforeAll(async () => {
  const first = await listen("0.0.0.0", 0);
  port = (first.address() as net.AddressInfo).port;
  listeners.push(first);
  const six = await listen("::1", port).catch(() => null);
  if (six) listeners.push(six);
  // The same product without the leave to reach private hosts that the other tests have.
  const providers = issuers().map((issuer, index) => oidc(`MUSTER_OIDC_${index + 1}_`, issuer));
  guarded = await startSecondServer({
    env: Object.assign({ MUSTER_ALLOW_PRIVATE_HOSTS: "" }, ...providers) as Record<string, string>,
  });
  admin = { ...(await signIn(administrator.email, administrator.password)) };
});
test.afterAll(async () => {
  await guarded.stop();
  for (const server of listeners) server.close();
});

const addresses = (): string[] => [
  ...hosts.map((host) => `http://${host}:${port}`),
  ...hosts.map((host) => `https://${host}:${port}/api/v3`),
  `http://example.com@127.0.0.1:${port}`,
  `http://127.0.0.1:${port}#@example.com`,
  `http://127.0.0.1:${port}\\@example.com`,
  `http://example.com\\@127.0.0.1:${port}`,
  `http://127.0.0.1\u0000.example.com:${port}`,
  `http://127.0.0.1:${port}\t/`,
  `gopher://127.0.0.1:${port}/_x`,
  `file:///etc/passwd`,
  `ftp://127.0.0.1:${port}/`,
  `dict://127.0.0.1:${port}/`,
  `//127.0.0.1:${port}/`,
];

const gitHub = (baseUrl: string) => ({
  connectorId: "github",
  config: { org: "acme", authMode: "token", token: "not-a-real-token", baseUrl },
});
const aws = (endpoint: string) => ({
  connectorId: "aws",
  config: {
    authMode: "access_key",
    accessKeyId: ["AKIA", "EXAMPLEEXAMPLE1"].join(""),
    secretAccessKey: "not-a-real-secret-not-a-real-secret-1234",
    endpoint,
  },
});
const postgresql = (host: string) => ({
  connectorId: "postgresql",
  config: { host, port, database: "postgres", user: "x", password: "x", tls: "disable" },
});

interface Said {
  ok?: boolean;
  error?: { code: string };
}

/** What came of it; anything but a refusal or a failed check is listed. */
async function checkAll(configs: { connectorId: string; config: object }[]): Promise<string[]> {
  const surprising: string[] = [];
  await inParallel(configs, async (body) => {
    const answer = await send(guarded.baseUrl, "/api/v1/sources/verify", {
      method: "POST",
      headers: { ...admin, origin: guarded.baseUrl, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const said = JSON.parse(answer.text) as Said;
    const refused = answer.status === 400 || (answer.status === 200 && said.ok === false);
    if (!refused)
      surprising.push(`${JSON.stringify(body.config)}: ${answer.status} ${answer.text}`);
  });
  return surprising;
}

// Functions, because the port is known only when the listener runs.
const entrances = {
  "GitHub's API address": () => addresses().map(gitHub),
  "AWS's endpoint": () => addresses().map(aws),
  "a PostgreSQL host": () => hosts.map((host) => postgresql(host.replaceAll(/[[\]]/g, ""))),
};
for (const [place, configs] of Object.entries(entrances)) {
  test(`nothing entered as ${place} reaches this machine, its network or its cloud`, async () => {
    expect(configs().length).toBeGreaterThan(50);
    const before = seen;
    expect(await checkAll(configs())).toEqual([]);
    expect(seen - before).toBe(0);
  });
}

test("the listener of this test is heard where the administrator allowed it", async () => {
  const { baseUrl } = instance();
  const before = seen;
  const answer = await send(baseUrl, "/api/v1/sources/verify", {
    method: "POST",
    headers: { ...admin, origin: baseUrl, "content-type": "application/json" },
    body: JSON.stringify(gitHub(`http://127.0.0.1:${port}`)),
  });
  expect(answer.status).toBe(200);
  expect(seen - before).toBeGreaterThan(0);
});

test("a sign-in provider on a private address is not asked, and the log names the address", async () => {
  const before = seen;
  for (const index of issuers().keys()) {
    const http = await visitor({ baseUrl: guarded.baseUrl });
    const answer = await leaveFor(http, `oidc-${index + 1}`);
    expect(answer.searchParams.get("error"), issuers()[index]).toBe("OAuthSignin");
    await http.dispose();
  }
  expect(seen - before).toBe(0);
  for (const issuer of issuers()) {
    const host = new URL(issuer).hostname.replaceAll(/[[\]]/g, "");
    await expect
      .poll(() => guarded.said(), { message: `nothing says why ${issuer} was refused` })
      .toContain(`Muster does not connect to ${host}:`);
  }
});

for (const place of ["token_endpoint", "jwks_uri"] as const) {
  test(`a provider that is allowed cannot lead to a private ${place}`, async () => {
    let nonce = "";
    let issuer = "";
    const coded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const provider = await startProvider({
      elsewhere: { [place]: `http://127.0.0.2:${port}/` },
      idToken: () => {
        const at = Math.floor(Date.now() / 1_000);
        const claims = { iss: issuer, aud: "muster", sub: "1", nonce, iat: at, exp: at + 60 };
        return `${coded({ alg: "RS256", kid: "1" })}.${coded(claims)}.${coded({})}`;
      },
    });
    issuer = provider.issuer;
    const server = await startSecondServer({
      env: { MUSTER_ALLOW_PRIVATE_HOSTS: "127.0.0.1", ...oidc("MUSTER_OIDC_", issuer) },
    });
    try {
      const before = seen;
      const error = await comeBack(server.baseUrl, "oidc", (authorize) => {
        nonce = authorize.searchParams.get("nonce") ?? "";
      });
      expect(error).toBe("OAuthCallback");
      expect(provider.exchanges).toHaveLength(place === "jwks_uri" ? 1 : 0);
      await expect.poll(() => server.said()).toContain("Muster does not connect to 127.0.0.2:");
      expect(seen - before).toBe(0);
    } finally {
      await server.stop();
      provider.close();
    }
  });
}
