import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Page, SourceRecord } from "../contract";
import { ConnectorError } from "../contract";
import { faults, startFaultServer } from "../testing/fault-server";
import { connector } from "./index";
import { manifest } from "./manifest";
import { startGitHub } from "./testing/stand-in";
import {
  appConfig,
  identitiesOf,
  lenient,
  pagesOf,
  recordsOf,
  tokenConfig,
  type StandIn,
} from "./testing/reading";
import { createWorld } from "./testing/world";
import type { World } from "./testing/world";

/** What the world holds, counted straight from its state. */
function expectedIdentities(world: World): Record<string, number> {
  const sum = (count: (repo: World["repos"][number]) => number) =>
    world.repos.reduce((total, repo) => total + count(repo), 0);
  const secrets = (store: "actions" | "dependabot" | "codespaces" | "agents") =>
    world.secrets[store].length + sum((repo) => repo.secrets[store].length);
  return {
    creators: 0,
    "saml-identities": 0,
    "own-credential": 1,
    "app-installations": world.installations.length - 1,
    "fine-grained-tokens": world.tokens.length,
    "fine-grained-token-requests": world.tokenRequests.length,
    "sso-credentials": world.ssoCredentials?.length ?? 0,
    "oauth-apps": 1,
    "machine-users": 3,
    "deploy-keys": sum(({ keys }) => keys.length),
    "actions-secrets":
      secrets("actions") +
      sum(({ environments }) =>
        environments.reduce((total, each) => total + each.secrets.length, 0),
      ),
    "dependabot-secrets": secrets("dependabot"),
    "codespaces-secrets": secrets("codespaces"),
    "agents-secrets": secrets("agents"),
    "copilot-agent": 1,
    "self-hosted-runners": world.runners.length + sum(({ runners }) => runners.length),
    webhooks: world.hooks.length + sum(({ hooks }) => hooks.length),
    "oidc-subjects": 1 + sum(({ subject }) => (subject.use_default ? 0 : 1)),
  };
}

describe("the GitHub connector against GitHub's own description", () => {
  let standIn: StandIn;
  let io: ReturnType<typeof testConnectorIo>;
  beforeAll(async () => {
    standIn = await startGitHub(createWorld({ repos: 8 }));
  });
  afterAll(() => standIn.close());
  beforeEach(() => {
    standIn.faults.length = 0;
    standIn.requests.length = 0;
    io = testConnectorIo({ limits: lenient });
    return () => io.close();
  });

  test("a full listing equals the organisation's state, over all pages and archived repositories", async () => {
    const big = await startGitHub(createWorld({ repos: 103 }));
    const pages = await pagesOf(appConfig(big), io);
    await big.close();
    const counts = Object.fromEntries(
      Object.entries(pages).map(([name, list]) => [
        name,
        new Set(identitiesOf(recordsOf(list)).map(({ externalId }) => externalId)).size,
      ]),
    );
    expect(counts).toEqual(expectedIdentities(big.world));
    const incomplete = Object.entries(pages).filter(([, list]) =>
      list.some((page) => !page.complete),
    );
    expect(incomplete.map(([name]) => name)).toEqual(["oauth-apps"]);
    expect(big.violations).toEqual([]);
    expect(big.requests.filter(({ status }) => status === 422 || status === 400)).toEqual([]);
  }, 180_000);

  test("owners come from the creator, CODEOWNERS of the workflows, who changed them last, and the repository's admins", async () => {
    const records = recordsOf(
      (await pagesOf(appConfig(standIn), io, "deploy-keys"))["deploy-keys"],
    );
    const hints = records.flatMap((record) =>
      record.type === "owner_hint" && record.identityExternalId === "deploy-key:100"
        ? [`${record.method} ${record.candidate}`]
        : [],
    );
    expect(hints.sort()).toEqual([
      "code_owner acme/platform",
      "code_owner noor",
      "container acme/platform",
      "container mira",
      "creator mira",
      "tag payments",
    ]);
  });

  test("a second run with the same token over what did not change pays for refusals only", async () => {
    const first = await pagesOf(tokenConfig(standIn), io);
    standIn.requests.length = 0;
    const spent = standIn.spent();
    const second = await pagesOf(tokenConfig(standIn), io);
    expect(standIn.requests.length).toBeGreaterThan(100);
    // GraphQL knows no validators and has a budget of its own.
    const paid = standIn.requests.filter(
      ({ status, path }) => status !== 304 && !path.endsWith("/graphql"),
    );
    // Refusals have no validator: the two lists that only Apps may read, and Apps that are private.
    expect(new Set(paid.map(({ path }) => path.split("?", 1)[0]))).toEqual(
      new Set([
        "/api/v3/orgs/acme/personal-access-tokens",
        "/api/v3/orgs/acme/personal-access-token-requests",
        "/api/v3/apps/acme-deployer",
        "/api/v3/apps/muster-reader",
      ]),
    );
    expect(standIn.spent() - spent).toBe(paid.length);
    const plain = (pages: Record<string, Page[]>) =>
      Object.values(pages)
        .flatMap(recordsOf)
        .map((record) =>
          JSON.stringify(record).replaceAll(/"(?:observedAt|lastUsedAt)":"[^"]*"/g, ""),
        );
    expect(plain(second).length).toBe(plain(first).length);
  });

  test("a push makes CODEOWNERS be read again, and nothing else does", async () => {
    const other = await startGitHub(createWorld({ repos: 1 }));
    const read = async () => {
      other.requests.length = 0;
      const pages = await pagesOf(tokenConfig(other), io, "deploy-keys");
      const names = recordsOf(pages["deploy-keys"]).flatMap((record) =>
        record.type === "owner_hint" && record.method === "code_owner" ? [record.candidate] : [],
      );
      return { names, asked: other.requests.some(({ path }) => path.includes("CODEOWNERS")) };
    };
    try {
      expect(await read()).toEqual({ names: ["acme/platform", "noor"], asked: true });
      const [world] = other.world.repos;
      Object.assign(world ?? {}, { codeOwners: ".github/ @acme/security\n" });
      expect(await read()).toEqual({ names: ["acme/platform", "noor"], asked: false });
      Object.assign(world?.repo ?? {}, { pushed_at: "2025-01-01T00:00:00Z" });
      expect(await read()).toEqual({ names: ["acme/security", "noor"], asked: true });
    } finally {
      await other.close();
    }
  });

  test("a repository without any commit, and one that a robot changed last, have no committer", async () => {
    const other = await startGitHub(createWorld({ repos: 3 }));
    other.faults.push(({ path }) =>
      path.startsWith("/repos/acme/service-0/commits")
        ? { status: 409, body: { message: "Git Repository is empty." } }
        : undefined,
    );
    const pages = (await pagesOf(tokenConfig(other), io, "deploy-keys"))["deploy-keys"];
    await other.close();
    const records = recordsOf(pages);
    expect(records.filter(({ type }) => type === "identity")).toHaveLength(3);
    const names = records.flatMap((record) =>
      record.type === "owner_hint" && record.method === "code_owner" ? [record.candidate] : [],
    );
    expect(names).toEqual(["acme/platform"]);
  });

  test("a permission that is missing is one gap over the organisation, not an empty list", async () => {
    const { administration: _, ...rest } = standIn.world.appPermissions;
    const world = { ...standIn.world, appPermissions: rest };
    const other = await startGitHub(world);
    try {
      const [, ...pages] =
        (await pagesOf(appConfig(other), io, "deploy-keys"))["deploy-keys"] ?? [];
      expect(pages).toHaveLength(1);
      expect(pages[0]).toMatchObject({
        complete: false,
        gaps: [{ reason: "forbidden", scope: "acme", permission: "administration:read" }],
      });
    } finally {
      await other.close();
    }
  });

  test("one repository that refuses is a gap of its own and the others are read", async () => {
    standIn.faults.push(({ path }) =>
      path === "/repos/acme/service-3/keys"
        ? { status: 404, body: { message: "Not Found" } }
        : undefined,
    );
    const pages = (await pagesOf(appConfig(standIn), io, "deploy-keys"))["deploy-keys"] ?? [];
    expect(pages.flatMap(({ gaps }) => gaps ?? [])).toMatchObject([
      { scope: "acme/service-3", reason: "not_found", within: "unread" },
    ]);
    const read = new Set(pages.flatMap((page) => page.read ?? []));
    const repos = standIn.world.repos.map(({ repo }) => repo);
    const others = repos.filter(({ name }) => name !== "service-3");
    expect(read).toEqual(new Set(["acme", ...others.map(({ id }) => String(id))]));
    expect(identitiesOf(recordsOf(pages))).toHaveLength(7);
  });

  test("without single sign-on, its credentials are a gap that names the plan", async () => {
    const other = await startGitHub({ ...createWorld(), ssoCredentials: null });
    try {
      const pages = (await pagesOf(appConfig(other), io, "sso-credentials"))["sso-credentials"];
      expect(pages).toMatchObject([{ complete: false, gaps: [{ reason: "plan" }], records: [] }]);
    } finally {
      await other.close();
    }
  });

  test("an App on selected repositories says that the others are not covered", async () => {
    const other = await startGitHub({ ...createWorld(), repositorySelection: "selected" });
    try {
      const pages = (await pagesOf(appConfig(other), io, "webhooks")).webhooks ?? [];
      expect(pages.at(-1)).toMatchObject({
        complete: false,
        gaps: [{ scope: "acme", within: "unread" }],
      });
      const read = new Set(pages.flatMap((page) => page.read ?? []));
      for (const record of recordsOf(pages)) {
        if (record.type !== "identity") continue;
        const { attributes, container } = record;
        const id = attributes["repositoryId"];
        expect(read).toContain(typeof id === "number" ? `${id}` : container);
      }
    } finally {
      await other.close();
    }
  });

  test("a secondary rate limit goes back to the runner with GitHub's own wait", async () => {
    standIn.faults.push(({ path }) =>
      path.endsWith("/hooks")
        ? {
            status: 403,
            headers: { "retry-after": "61" },
            body: { message: "You have exceeded a secondary rate limit" },
          }
        : undefined,
    );
    const error = await pagesOf(appConfig(standIn), io, "webhooks").catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error).toMatchObject({ code: "rate_limited", extra: { retryAfterMs: 61_000 } });
  });

  test("a secondary limit without a time leaves the wait to the runner, whatever the hourly reset says", async () => {
    for (const status of [403, 429]) {
      standIn.faults.length = 0;
      standIn.faults.push(({ path }) =>
        path.endsWith("/hooks")
          ? { status, body: { message: "You have exceeded a secondary rate limit" } }
          : undefined,
      );
      // Octokit's throttle would wait a minute by itself: it must hand back at once.
      const before = Date.now();
      const error = await pagesOf(appConfig(standIn), io, "webhooks").catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: "rate_limited" });
      expect((error as ConnectorError).extra.retryAfterMs).toBeUndefined();
      expect(Date.now() - before).toBeLessThan(10_000);
    }
  });

  test("a limit that ends within three seconds is waited for and shown, once", async () => {
    let refusals = 1;
    standIn.faults.push(({ path }) =>
      path === "/orgs/acme/hooks" && refusals-- > 0
        ? {
            status: 403,
            headers: { "retry-after": "1" },
            body: { message: "You have exceeded a secondary rate limit" },
          }
        : undefined,
    );
    const connection = await connector.connect(manifest.config.parse(appConfig(standIn)), io);
    const page = await connection.streams.find(({ name }) => name === "webhooks")?.list(null);
    expect(page).toMatchObject({ complete: true });
    expect(io.waits).toMatchObject([{ reason: "GitHub's rate limit" }]);
  });

  test("a list that gives the same page for ever ends, with a sentence that says so", async () => {
    const lists = {
      webhooks: "/orgs/acme/hooks",
      "deploy-keys": "/installation/repositories",
      "machine-users": "/orgs/acme/members",
      "app-installations": "/orgs/acme/installations",
      "oauth-apps": "/orgs/acme/audit-log",
      creators: "/orgs/acme/audit-log",
    };
    const other = await startGitHub(createWorld({ repos: 3 }));
    const proxy = await startFaultServer(other.url);
    try {
      for (const [stream, list] of Object.entries(lists)) {
        const next = list.endsWith("/audit-log") ? "after=x" : "page=2";
        const endless = `<${proxy.url}/api/v3${list}?${next}>; rel="next"`;
        proxy.misbehave(
          async (response, pass) => {
            const { status, body } = await pass();
            response.writeHead(status, { "content-type": "application/json", link: endless });
            response.end(body);
          },
          { only: ({ path }) => path.startsWith(`/api/v3${list}?`) },
        );
        const asked = proxy.seen.length;
        const config = appConfig({ ...other, url: proxy.url });
        await expect(pagesOf(config, io, stream)).rejects.toMatchObject({
          code: "unexpected_response",
          message: expect.stringContaining("the same page again"),
        });
        expect(proxy.seen.length - asked).toBeLessThan(60);
      }
    } finally {
      await proxy.close();
      await other.close();
    }
  });

  test("a link to another host is not followed", async () => {
    let sent = false;
    standIn.faults.push(({ path }) => {
      if (path !== "/orgs/acme/hooks" || sent) return;
      sent = true;
      return {
        status: 200,
        headers: { link: '<http://169.254.169.254/orgs/acme/hooks?page=2>; rel="next"' },
        body: [],
      };
    });
    const pages = (await pagesOf(appConfig(standIn), io, "webhooks")).webhooks;
    expect(
      recordsOf(pages).some(
        (record) => record.type === "identity" && record.externalId === "webhook:org:501",
      ),
    ).toBe(false);
    expect(
      standIn.requests.some(
        ({ path }) => path.includes("/orgs/acme/hooks") && path.includes("page=2"),
      ),
    ).toBe(true);
  });

  test("an Enterprise Server is read below /api/v3", async () => {
    await pagesOf(appConfig(standIn), io, "oidc-subjects");
    expect(standIn.requests.length).toBeGreaterThan(0);
    expect(standIn.requests.every(({ path }) => path.startsWith("/api/v3/"))).toBe(true);
  });

  test("a wrong token stops the source", async () => {
    const config = { ...tokenConfig(standIn), token: "wrong" };
    await expect(pagesOf(config, io, "webhooks")).rejects.toMatchObject({ code: "unauthorized" });
  });
});

describe("a read that meets a brief failure", () => {
  let standIn: StandIn;
  let proxy: Awaited<ReturnType<typeof startFaultServer>>;
  let io: ReturnType<typeof testConnectorIo>;
  beforeAll(async () => {
    standIn = await startGitHub(createWorld({ repos: 2 }));
    proxy = await startFaultServer(standIn.url);
  });
  afterAll(async () => {
    await proxy.close();
    await standIn.close();
  });
  beforeEach(() => {
    io = testConnectorIo({ limits: lenient });
    return () => io.close();
  });

  const hooks = "/api/v3/orgs/acme/hooks";
  async function read(fault: keyof typeof faults, times: number) {
    let left = times;
    const from = proxy.seen.length;
    proxy.misbehave(faults[fault], { only: ({ path }) => path.startsWith(hooks) && left-- > 0 });
    const config = { ...tokenConfig({ ...standIn, url: proxy.url }) };
    const connection = await connector.connect(manifest.config.parse(config), io);
    await connection.verify();
    const list = connection.streams.find(({ name }) => name === "webhooks")?.list(null);
    const outcome = await Promise.resolve(list).then(
      (page) => (page?.complete ? "read" : "gap"),
      (error: unknown) => (error as ConnectorError).code,
    );
    const tries = proxy.seen
      .slice(from)
      .filter(({ path }) => path.startsWith(`${hooks}?`) || path === hooks).length;
    return { outcome, tries };
  }

  for (const fault of ["TCP reset", "502", "503"] as const) {
    test(`${fault} is repeated once and then read`, async () => {
      expect(await read(fault, 1)).toEqual({ outcome: "read", tries: 2 });
    });
    test(`${fault} that stays goes to the runner after one repeat`, async () => {
      expect(await read(fault, 9)).toEqual({ outcome: "unavailable", tries: 2 });
    });
  }

  test("500, 504 and a refusal are not repeated", async () => {
    expect(await read("500", 9)).toEqual({ outcome: "unavailable", tries: 1 });
    expect(await read("504", 9)).toEqual({ outcome: "unavailable", tries: 1 });
    expect(await read("404", 9)).toEqual({ outcome: "gap", tries: 1 });
  });

  test("an outage costs one repeat of a connection, however many calls it meets", async () => {
    const config = { ...tokenConfig({ ...standIn, url: proxy.url }) };
    proxy.misbehave(null);
    const connection = await connector.connect(manifest.config.parse(config), io);
    await connection.verify();
    const from = proxy.seen.length;
    proxy.misbehave(faults["503"]);
    const walks = ["webhooks", "deploy-keys", "self-hosted-runners", "actions-secrets"];
    for (const stream of connection.streams.filter(({ name }) => walks.includes(name))) {
      const cursor = JSON.stringify({ at: "1~", seen: [] });
      await expect(stream.list(cursor)).rejects.toMatchObject({ code: "unavailable" });
    }
    expect(proxy.seen.length - from).toBe(walks.length + 1);
  });

  test("a connection on which nothing was answered yet repeats nothing", async () => {
    const config = { ...tokenConfig({ ...standIn, url: proxy.url }) };
    proxy.misbehave(faults["503"]);
    const from = proxy.seen.length;
    const connection = await connector.connect(manifest.config.parse(config), io);
    await expect(connection.verify()).rejects.toMatchObject({ code: "unavailable" });
    expect(proxy.seen.length - from).toBe(1);
  });
});

describe("what verify says of a token", () => {
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await startGitHub(createWorld({ repos: 2 }));
  });
  afterAll(() => standIn.close());
  async function missing(token: string) {
    const io = testConnectorIo({ limits: lenient });
    const config = manifest.config.parse({ ...tokenConfig(standIn), token });
    const connection = await connector.connect(config, io);
    const verification = await connection.verify();
    await io.close();
    return verification.missing.map(({ permission }) => permission).sort();
  }

  test("a classic token lacks what its scopes do not open", async () => {
    expect(await missing(standIn.token)).toEqual([
      "organization_hooks",
      "organization_personal_access_token_requests",
      "organization_personal_access_tokens",
    ]);
  });

  test("a fine-grained token, whose permissions GitHub does not tell, is tried", async () => {
    expect(await missing(standIn.fineGrainedToken)).toEqual([
      "actions",
      "codespaces_secrets",
      "dependabot_secrets",
      "organization_administration",
      "organization_agent_secrets",
      "organization_codespaces_secrets",
      "organization_copilot_agent_settings",
      "organization_dependabot_secrets",
      "organization_hooks",
      "organization_personal_access_token_requests",
      "organization_personal_access_tokens",
      "organization_self_hosted_runners",
      "repository_hooks",
    ]);
    expect(standIn.violations).toEqual([]);
  });
});

describe("what the organisation chose", () => {
  let records: SourceRecord[];
  let standIn: StandIn;
  const find = (externalId: string) =>
    identitiesOf(records).find((record) => record.externalId === externalId);
  beforeAll(async () => {
    standIn = await startGitHub(createWorld());
    const io = testConnectorIo({ limits: lenient });
    records = Object.values(await pagesOf(appConfig(standIn), io)).flatMap(recordsOf);
    await io.close();
  });
  afterAll(() => standIn.close());

  test("a secret and a token for some repositories say which", () => {
    const names = "Repositories acme/service-0, acme/service-2";
    expect(find("actions-secret:org:SIGNING_KEY")).toMatchObject({ readableBy: names });
    expect(find("agents-secret:org:COPILOT_MCP_JIRA_TOKEN")).toMatchObject({ readableBy: names });
    const targets = records.flatMap((record) =>
      record.type === "grant" && record.identityExternalId === "fine-grained-token:5012"
        ? [record.target]
        : [],
    );
    expect(new Set(targets)).toEqual(new Set([names]));
  });

  test("Copilot's agent is an AI identity with the repositories it may write to", () => {
    expect(find("copilot-agent:org")).toMatchObject({
      kind: "ai_agent",
      identityClass: "ai_tool_token",
      status: "active",
      facts: { privilege: { value: { level: "write" } } },
    });
  });

  test("a runner whose group takes jobs of public repositories is open to strangers", () => {
    expect(find("runner:org:401")).toMatchObject({
      facts: { exposure: { value: { public: true } } },
    });
  });

  test("a webhook was last used when it last delivered; without a delivery that is unknown", () => {
    expect(find("webhook:org:501")).toMatchObject({
      facts: { lastUsedAt: { value: "2024-06-01T00:00:00.000Z" } },
    });
    expect(find("webhook:repo:500")?.facts.lastUsedAt).toMatchObject({ state: "unknown" });
  });
});
