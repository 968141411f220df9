import { describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { ActionTarget, Page, SourceRecord } from "../contract";
import { describeActions } from "../testing/action-conformance";
import { connector } from "./index";
import { manifest } from "./manifest";
import { startGitHub } from "./testing/stand-in";
import { createWorld } from "./testing/world";

const limits = { wallMs: 30_000, connectMs: 10_000 };

async function open(
  access: "read" | "write",
  change: (world: ReturnType<typeof createWorld>) => void = () => {},
) {
  const world = createWorld({ repos: 4 });
  for (const name of Object.keys(world.appPermissions)) world.appPermissions[name] = access;
  change(world);
  const standIn = await startGitHub(world);
  const io = testConnectorIo({ limits });
  const { appId, installationId } = world.self;
  const config = manifest.config.parse({
    org: "acme",
    baseUrl: standIn.url,
    authMode: "app",
    appId,
    installationId,
    privateKey: standIn.privateKey,
  });
  return {
    connection: await connector.connect(config, io),
    close: async () => {
      expect(standIn.violations).toEqual([]);
      await io.close();
      await standIn.close();
    },
  };
}

/** Targets as the engine builds them: from what a sync listed. */
async function listed(): Promise<Map<string, ActionTarget>> {
  const opened = await open("read");
  const records: SourceRecord[] = [];
  for (const stream of opened.connection.streams) {
    for (let cursor: string | null = null, more = true; more;) {
      const page: Page = await stream.list(cursor);
      records.push(...page.records);
      cursor = page.nextCursor;
      more = cursor !== null;
    }
  }
  await opened.close();
  return new Map(
    records.flatMap((record): [string, ActionTarget][] => {
      if (record.type !== "identity" && record.type !== "stored_secret") return [];
      const { kind, detail, externalId, name, attributes } = record;
      const target = { subject: "identity", kind, detail, externalId, name, attributes } as const;
      return [[externalId, { ...target, holder: null }]];
    }),
  );
}

const targets = await listed();
const target = (externalId: string): ActionTarget => {
  const found = targets.get(externalId);
  if (!found) throw new Error(`${externalId} is not listed`);
  return found;
};
const renamed = (externalId: string): ActionTarget => {
  const whole = target(externalId);
  return { ...whole, attributes: { ...whole.attributes, repositoryId: 1 } };
};

describeActions("github", {
  manifest,
  open: () => open("write"),
  openReadOnly: () => open("read"),
  targets: {
    "a deploy key": target("deploy-key:100"),
    "an Actions secret of the organisation": target("actions-secret:org:OPENAI_API_KEY"),
    "an Actions secret for some repositories": target("actions-secret:org:SIGNING_KEY"),
    "a Dependabot secret": target("dependabot-secret:org:REGISTRY_READ"),
    "a Codespaces secret of a repository": target("codespaces-secret:repo:7000:DEV_DATABASE"),
    "an agents' secret of a repository": target("agents-secret:repo:7000:COPILOT_MCP_SENTRY_TOKEN"),
    "a secret of an environment": target("actions-secret:environment:7000:300:ANTHROPIC_API_KEY"),
    "a webhook of the organisation": target("webhook:org:501"),
    "a webhook of a repository": target("webhook:repo:500"),
    "a runner of the organisation": target("runner:org:401"),
    "a runner of a repository": target("runner:repo:7000:400"),
    "a fine-grained token": target("fine-grained-token:5011"),
    "a request for a token": target("token-request:21"),
    "a classic token": target("sso-credential:31"),
    "an SSH key of a person": target("sso-credential:32"),
    "a token of an App of a person": target("sso-credential:33"),
  },
  beyond: [
    target("installation:77"),
    target("installation:78"),
    target("oauth-app:61"),
    target("copilot-agent:org"),
    target("user:2"),
    { ...target("deploy-key:100"), subject: "credential" },
  ],
  replaced: [
    renamed("deploy-key:100"),
    renamed("webhook:repo:500"),
    renamed("runner:repo:7000:400"),
    renamed("codespaces-secret:repo:7000:DEV_DATABASE"),
  ],
});

describe("who would notice that a secret is gone", () => {
  const searched = async (
    externalId: string,
    change?: (world: ReturnType<typeof createWorld>) => void,
  ): Promise<string[] | undefined> => {
    const opened = await open("write", change);
    const found = await opened.connection.actions?.(target(externalId))?.searchConsumers?.();
    await opened.close();
    return found;
  };

  test("is every workflow of its repository that names it or hands all secrets on, by line", async () => {
    expect(await searched("actions-secret:repo:7000:DATABASE_URL")).toEqual([
      "Workflow .github/workflows/deploy.yml of acme/service-0 names it in line 4",
      "Workflow .github/workflows/shared.yml of acme/service-0 hands every secret to another one in line 4",
    ]);
  });

  test("is looked for in the repositories that may read a secret of the organisation", async () => {
    const named = "Workflow .github/workflows/deploy.yml of acme/service-0 names it in line 5";
    expect(await searched("actions-secret:org:SIGNING_KEY")).toContain(named);
  });

  test("is asked of the code search where every repository may read it", async () => {
    const hits = await searched("actions-secret:org:OPENAI_API_KEY");
    expect(hits).toEqual([expect.stringMatching(/^No workflow of acme that names it was found/)]);
  });

  test("is said to be unknown where the credential may not read workflows", async () => {
    const found = await searched("actions-secret:repo:7000:DATABASE_URL", (world) => {
      delete world.appPermissions.contents;
    });
    expect(found).toEqual([expect.stringMatching(/^Workflows were not searched\. .*contents/)]);
  });
});
