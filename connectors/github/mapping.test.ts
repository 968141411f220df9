import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressesOf } from "./addresses";
import { aiVendorOf, classOfSecret, environmentOf } from "./classify";
import { workflowOwners } from "./code-owners";
import { machineUserScore } from "./machine-user";
import { manifest } from "./manifest";
import { levels, privilegeOfPermissions, privilegeOfScopes } from "./privilege";
import { webhooksSchema } from "./schemas";

const permissionName = fc.constantFrom(
  "metadata",
  "contents",
  "workflows",
  "administration",
  "secrets",
  "issues",
  "members",
);
const permissions = fc.dictionary(permissionName, fc.constantFrom("none", "read", "write"));
const repositories = fc.constantFrom("all" as const, "selected" as const, "none" as const);
const rank = (level: (typeof levels)[number]) => levels.indexOf(level);

describe("privilege", () => {
  test("one more permission never lowers the level, and a level always has a reason", () => {
    fc.assert(
      fc.property(permissions, permissionName, repositories, (given, name, selection) => {
        const before = privilegeOfPermissions(given, selection);
        const after = privilegeOfPermissions({ ...given, [name]: "write" }, selection);
        expect(rank(after.level)).toBeGreaterThanOrEqual(rank(before.level));
        expect(before.reasons.length).toBeGreaterThan(0);
      }),
    );
  });

  test("one more scope never lowers the level of a classic token", () => {
    const scope = fc.oneof(fc.constantFrom("repo", "admin:org", "read:org", "gist"), fc.string());
    fc.assert(
      fc.property(fc.array(scope), scope, (scopes, more) => {
        const after = privilegeOfScopes([...scopes, more]).level;
        expect(rank(after)).toBeGreaterThanOrEqual(rank(privilegeOfScopes(scopes).level));
      }),
    );
  });

  test("changing code and workflows everywhere is admin, in selected repositories it is high", () => {
    const given = { contents: "write", workflows: "write" };
    expect(privilegeOfPermissions(given, "all").level).toBe("admin");
    expect(privilegeOfPermissions(given, "selected").level).toBe("high");
    expect(privilegeOfPermissions({ metadata: "read" }, "all").level).toBe("read");
  });
});

test.each([
  [{ organization_projects: "admin", repository_projects: "admin" }, "write"],
  [{ organization_custom_properties: "admin" }, "admin"],
  [{ organization_personal_access_token_requests: "write" }, "high"],
])("the permissions %j amount to %s", (given, level) => {
  expect(privilegeOfPermissions(given, "all").level).toBe(level);
});

describe("machine users", () => {
  const login = fc.stringMatching(/^[a-z][a-z-]{0,12}$/);
  test("a sign more never lowers the score, and every point is explained", () => {
    fc.assert(
      fc.property(login, (name) => {
        const bare = machineUserScore({ login: name, teams: [], profile: null });
        const teamed = machineUserScore({ login: name, teams: ["bots"], profile: null });
        expect(teamed.points).toBe(bare.points + 2);
        expect(bare.points > 0).toBe(bare.because.length > 0);
      }),
    );
  });

  test.each([
    ["acme-ci-bot", 2],
    ["deploy-svc", 2],
    ["abbott", 0],
    ["cicely", 0],
  ])("the login %s scores %i", (name, points) => {
    expect(machineUserScore({ login: name, teams: [], profile: null }).points).toBe(points);
  });
});

test.each([
  ["OPENAI_API_KEY", false, "ai_model_credential"],
  ["ANTHROPIC_API_KEY", true, "ai_deployment_secret"],
  ["PINECONE_API_KEY", false, "ai_retrieval_connector"],
  ["WANDB_API_KEY", false, "ai_deployment_secret"],
  ["DATABASE_URL", true, undefined],
  ["SHF_TOKEN", false, undefined],
])("a secret named %s is classed by its name alone", (name, inEnvironment, expected) => {
  expect(classOfSecret(name, inEnvironment)).toBe(expected);
});

test.each([
  ["production/eu", "production"],
  ["pre-prod", "staging"],
  ["qa", "test"],
  ["dev-2", "development"],
  ["product-catalogue", "unknown"],
])("the environment %s is %s", (name, expected) => {
  expect(environmentOf(name)).toBe(expected);
});

test.each([
  ["claude", "Anthropic"],
  ["devin-ai-integration", "Cognition"],
  ["cursor", "Cursor"],
  ["chatgpt-codex-connector", "OpenAI"],
  ["coderabbitai", "CodeRabbit"],
  ["renovate", null],
  ["devinternal-bot", null],
  ["cursorial", null],
  ["codegenerator", null],
])("the App %s is of %s, by its slug", (slug, vendor) => {
  expect(aiVendorOf(slug)).toBe(vendor);
});

test.each([
  ["* @acme/all\n/.github/ @acme/platform\n", ["acme/platform"]],
  ["/.github/ @acme/platform\n* @acme/all # everything\n", ["acme/all"]],
  ["*.md @writer\n/docs/ @writer\n", []],
  [".github/workflows/*.yml a@example.com\n", ["a@example.com"]],
  ["* @acme/all\n/.github/\n", []],
])("the last CODEOWNERS line that matches the workflows decides: %j", (file, expected) => {
  expect(workflowOwners(file)).toEqual(expected);
});

test("a webhook's address and secret never leave the boundary", () => {
  const hook = {
    id: 1,
    active: true,
    events: ["push"],
    created_at: "2024-03-01T10:00:00+02:00",
    updated_at: "2024-03-01T10:00:00Z",
    config: { url: "https://u:pw@hooks.example.com/T0/SECRETPATH?k=v", secret: "********" },
  };
  const [parsed] = webhooksSchema.parse([hook]);
  expect(JSON.stringify(parsed)).not.toMatch(/SECRETPATH|pw|k=v|\*/);
  expect(parsed).toMatchObject({
    created_at: "2024-03-01T08:00:00.000Z",
    config: { host: "hooks.example.com", signed: true, credentialInUrl: true, tlsVerified: true },
  });
});

test("an Enterprise Server, a tenant and github.com each have their addresses", () => {
  expect(addressesOf("https://api.github.com").web).toBe("https://github.com");
  expect(addressesOf("https://git.example.com").api).toBe("https://git.example.com/api/v3");
  expect(addressesOf("https://git.example.com/api/v3/").api).toBe("https://git.example.com/api/v3");
  expect(addressesOf("https://api.acme.ghe.com")).toMatchObject({ web: "https://acme.ghe.com" });
});

test("a configuration without the App's key, or over plain HTTP to another host, is refused", () => {
  const parse = (config: unknown) => manifest.config.safeParse(config).success;
  const token = { org: "acme", authMode: "token", token: "x" };
  expect(parse({ org: "acme", authMode: "app", appId: "1" })).toBe(false);
  expect(parse({ ...token, baseUrl: "" })).toBe(true);
  expect(parse({ ...token, baseUrl: "http://git.example.com" })).toBe(false);
});
