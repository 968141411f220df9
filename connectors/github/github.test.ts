import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { ConnectorIo, Page, SourceRecord } from "../contract";
import { ConnectorError } from "../contract";
import { describeConformance } from "../testing/conformance";
import { connector } from "./index";
import { manifest } from "./manifest";
import { startGitHub } from "./testing/stand-in";
import { canaries, createWorld } from "./testing/world";
import type { World } from "./testing/world";

type StandIn = Awaited<ReturnType<typeof startGitHub>>;
const lenient = { wallMs: 30_000, connectMs: 10_000 };

function appConfig({ url, world, privateKey }: Pick<StandIn, "url" | "world" | "privateKey">) {
  const { appId, installationId } = world.self;
  return { org: "acme", baseUrl: url, authMode: "app", appId, installationId, privateKey };
}
const tokenConfig = ({ url, token }: StandIn) => ({
  org: "acme",
  baseUrl: url,
  authMode: "token",
  token,
});

async function pagesOf(config: unknown, io: ConnectorIo, only?: string) {
  const connection = await connector.connect(manifest.config.parse(config), io);
  const found: Record<string, Page[]> = {};
  for (const stream of connection.streams.filter(({ name }) => !only || name === only)) {
    const pages: Page[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await stream.list(cursor);
      pages.push(page);
      cursor = page.nextCursor;
    } while (cursor !== null);
    found[stream.name] = pages;
  }
  return found;
}
const recordsOf = (pages: Page[] | undefined) => (pages ?? []).flatMap(({ records }) => records);
const identitiesOf = (records: SourceRecord[]) =>
  records.flatMap((record) =>
    record.type === "identity" || record.type === "stored_secret" ? [record] : [],
  );

/** What the world holds, counted straight from its state. */
function expectedIdentities(world: World): Record<string, number> {
  const sum = (count: (repo: World["repos"][number]) => number) =>
    world.repos.reduce((total, repo) => total + count(repo), 0);
  const secrets = (store: "actions" | "dependabot" | "codespaces") =>
    world.secrets[store].length + sum((repo) => repo.secrets[store].length);
  return {
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
    "self-hosted-runners": world.runners.length + sum(({ runners }) => runners.length),
    webhooks: world.hooks.length + sum(({ hooks }) => hooks.length),
    "oidc-subjects": 1 + sum(({ subject }) => (subject.use_default ? 0 : 1)),
  };
}

describe("the GitHub connector against GitHub's own description", () => {
  let standIn: StandIn;
  let io: ReturnType<typeof testConnectorIo>;
  beforeAll(async () => {
    standIn = await startGitHub(createWorld({ repos: 103 }));
  });
  afterAll(() => standIn.close());
  beforeEach(() => {
    standIn.faults.length = 0;
    standIn.requests.length = 0;
    io = testConnectorIo({ limits: lenient });
    return () => io.close();
  });

  test("a full listing equals the organisation's state, over all pages and archived repositories", async () => {
    const pages = await pagesOf(appConfig(standIn), io);
    const counts = Object.fromEntries(
      Object.entries(pages).map(([name, list]) => [
        name,
        new Set(identitiesOf(recordsOf(list)).map(({ externalId }) => externalId)).size,
      ]),
    );
    expect(counts).toEqual(expectedIdentities(standIn.world));
    const incomplete = Object.entries(pages).filter(([, list]) =>
      list.some((page) => !page.complete),
    );
    expect(incomplete.map(([name]) => name)).toEqual(["oauth-apps"]);
    expect(standIn.violations).toEqual([]);
    expect(standIn.requests.filter(({ status }) => status === 422 || status === 400)).toEqual([]);
  });

  test("owners come from the creator, CODEOWNERS of the workflows and the repository's admins", async () => {
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
      "container acme/platform",
      "container mira",
      "creator mira",
    ]);
  });

  test("a second run with the same token is answered from validators", async () => {
    const first = await pagesOf(tokenConfig(standIn), io, "deploy-keys");
    standIn.requests.length = 0;
    const second = await pagesOf(tokenConfig(standIn), io, "deploy-keys");
    const statuses = new Set(
      standIn.requests
        .filter(({ path }) => !path.includes("/contents/"))
        .map(({ status }) => status),
    );
    expect([...statuses]).toEqual([304]);
    const ids = (pages: Record<string, Page[]>) =>
      recordsOf(pages["deploy-keys"]).map((record) =>
        JSON.stringify(record).replaceAll(/"observedAt":"[^"]*"/g, ""),
      );
    expect(ids(second)).toEqual(ids(first));
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
      { scope: "acme/service-3", reason: "not_found" },
    ]);
    expect(identitiesOf(recordsOf(pages))).toHaveLength(102);
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
      expect(pages.at(-1)).toMatchObject({ complete: false, gaps: [{ scope: "acme" }] });
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

const key = await (async () => {
  const standIn = await startGitHub();
  await standIn.close();
  return standIn.privateKey;
})();
const conformanceConfig = (url: string) =>
  appConfig({ url, world: createWorld(), privateKey: key });

async function lackingWorld() {
  const world = createWorld();
  delete world.appPermissions.organization_hooks;
  return startGitHub(world);
}

describeConformance("github", {
  manifest,
  connector,
  start: () => startGitHub(),
  config: conformanceConfig,
  canaries: Object.values(canaries),
  notSecret: [/^SHA256:/],
  lacking: { permission: "organization_hooks", start: lackingWorld },
  http: {
    boundMs: 30_000,
    fansOut: true,
    detail: ({ path }) => /\/repos\/acme\/service-3\//.test(path),
    // The exchange for an installation token is refused as well: then the App has no installation.
    expected: {
      "403": ["forbidden", "unauthorized"],
      "404": ["forbidden", "unauthorized"],
      "410": ["forbidden", "unauthorized"],
    },
  },
});
