import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Page, SourceRecord } from "../contract";
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
import { expectedIdentities } from "./testing/expected-identities";

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
