import * as setting from "./settings-shapes";
import * as shape from "./shapes";

type Json = Record<string, unknown>;
type Store = "actions" | "dependabot" | "codespaces" | "agents";

export interface RepoWorld {
  repo: ReturnType<typeof shape.repository>;
  keys: ReturnType<typeof shape.deployKey>[];
  secrets: Record<Store, Json[]>;
  environments: { environment: ReturnType<typeof setting.environment>; secrets: Json[] }[];
  runners: Json[];
  hooks: Json[];
  codeOwners: string | null;
  /** Files of `.github/workflows` by their name. */
  workflows: Readonly<Record<string, string>>;
  /** Who last changed the workflows; null where there are none. */
  committer: string | null;
  admins: string[];
  teams: Json[];
  subject: Json;
}

/** Secret material that the world holds: none of it may come out of the connector. */
export const canaries = {
  hookPath: "T0000CANARY/B0000CANARY/hookpathsecretvalue",
  hookUser: "hookuserpasswordcanary",
} as const;

const permissions = [
  "metadata actions administration codespaces_secrets contents dependabot_secrets environments",
  "repository_hooks secrets members organization_administration organization_codespaces_secrets",
  "organization_dependabot_secrets organization_hooks organization_personal_access_token_requests",
  "organization_personal_access_tokens organization_secrets organization_self_hosted_runners",
  "organization_agent_secrets agent_secrets organization_copilot_agent_settings",
  "organization_custom_properties",
].flatMap((line) => line.split(" "));

function repoWorld(org: ReturnType<typeof shape.organization>, at: number): RepoWorld {
  const name = `service-${at}`;
  const key = `ssh-ed25519 ${Buffer.from(`public key ${at}`).toString("base64")}`;
  const full = at % 3 === 0;
  return {
    repo: shape.repository(org, 7000 + at, name, { archived: at % 4 === 3, private: at % 5 !== 0 }),
    keys: [
      shape.deployKey(100 + at, key, {
        read_only: at % 2 === 0,
        last_used: full ? null : "2024-05-01T00:00:00Z",
      }),
    ],
    secrets: {
      actions: [
        setting.secret("DATABASE_URL"),
        ...(full ? [setting.secret("OPENAI_API_KEY")] : []),
      ],
      dependabot: full ? [setting.secret("NPM_READ")] : [],
      codespaces: full ? [setting.secret("DEV_DATABASE")] : [],
      agents: full ? [setting.secret("COPILOT_MCP_SENTRY_TOKEN")] : [],
    },
    environments: full
      ? [
          {
            environment: setting.environment(300 + at, "production/eu"),
            secrets: [setting.secret("ANTHROPIC_API_KEY")],
          },
        ]
      : [],
    runners: full ? [setting.runner(400 + at, `runner-${at}`)] : [],
    hooks: full
      ? [
          setting.hook(500 + at, {
            url: `https://hooks.example.com/services/${canaries.hookPath}`,
            content_type: "json",
            insecure_ssl: "1",
          }),
        ]
      : [],
    codeOwners: full ? "* @acme/everyone\n/.github/ @acme/platform # workflows\n" : null,
    workflows: full
      ? {
          "deploy.yml":
            "jobs:\n  deploy:\n    env:\n      URL: ${{ secrets.DATABASE_URL }}\n      KEY: ${{ secrets.SIGNING_KEY }}\n",
          "shared.yml": "jobs:\n  call:\n    uses: ./deploy.yml\n    secrets: inherit\n",
        }
      : {},
    committer: full ? "noor" : at % 2 === 0 ? "renovate[bot]" : null,
    admins: full ? ["mira"] : [],
    teams: full ? [shape.team(900, "platform", "admin")] : [],
    subject: full
      ? {
          use_default: false,
          include_claim_keys: ["repo", "context"],
          use_immutable_subject: false,
        }
      : { use_default: true },
  };
}

/** An organisation with `repos` repositories and something of everything. */
export function createWorld({ repos = 7 }: { repos?: number } = {}) {
  const org = shape.organization("acme", 42);
  const mira = shape.account("mira", 1);
  const owner = shape.account("acme", 42, "Organization");
  const service = { repo: "acme/service-0", repo_id: 7000 };
  return {
    org,
    self: { appId: 9001, slug: "muster-reader", installationId: 77 },
    appPermissions: Object.fromEntries(permissions.map((name) => [name, "read"])) as Record<
      string,
      string
    >,
    /** What a fine-grained token of `user` may do. */
    tokenPermissions: ["metadata", "administration", "members", "organization_secrets", "secrets"],
    user: shape.profile("mira", 1, "Mira"),
    installations: [
      shape.installed(org, 77, { app_id: 9001, app_slug: "muster-reader" }),
      shape.installed(org, 78, {
        app_slug: "claude",
        permissions: { contents: "write", workflows: "write" },
      }),
      shape.installed(org, 79, {
        app_slug: "acme-deployer",
        permissions: { secrets: "write" },
        suspended_at: "2024-04-01T00:00:00Z",
      }),
    ] as Json[],
    /** Public Apps by slug: the others are private. */
    publicApps: {
      claude: shape.app(shape.account("anthropics", 55, "Organization"), 1078, "claude"),
    } as Record<string, Json>,
    ownApp: shape.app(owner, 9001, "muster-reader"),
    tokens: [
      shape.token(mira, 11, "release"),
      shape.token(mira, 12, "old", {
        token_expired: true,
        repository_selection: "subset",
        token_expires_at: null,
      }),
    ] as Json[],
    tokenRequests: [shape.tokenRequest(mira, 21, "nightly")] as Json[],
    ssoCredentials: [
      shape.ssoCredential("mira", 31, {}),
      shape.ssoCredential("mira", 32, {
        credential_type: "SSH key",
        fingerprint: "SHA256:jPublicFingerprint",
        scopes: undefined,
        token_last_eight: undefined,
        authorized_credential_note: null,
        authorized_credential_title: "Laptop",
      }),
      shape.ssoCredential("mira", 33, { credential_type: "OAuth app token" }),
    ] as Json[] | null,
    auditLog: [
      {
        "@timestamp": 1_710_000_000_000,
        action: "org.oauth_app_access_approved",
        actor: "mira",
        org: "acme",
        oauth_application_id: 61,
        oauth_application_name: "Linear",
      },
      setting.event("integration_installation.create", "noor", { integration: "Claude" }),
      setting.event("org.create_actions_secret", "mira", { key: "OPENAI_API_KEY" }),
      setting.event("repo.create_actions_secret", "noor", { ...service, key: "DATABASE_URL" }),
      setting.event("repo.create_integration_secret", "renovate[bot]", {
        ...service,
        key: "NPM_READ",
      }),
      setting.event("environment.create_actions_secret", "mira", {
        repo: service.repo,
        key: "ANTHROPIC_API_KEY",
      }),
      setting.event("hook.create", "noor", { hook_id: 501 }),
    ] as Json[] | null,
    members: {
      admin: [mira],
      member: [
        shape.account("acme-ci-bot", 2),
        shape.account("noor", 3),
        shape.account("runner-account", 4),
      ],
    } as Record<string, { login: string; id: number }[]>,
    outside: [shape.account("deploy-svc", 5)] as { login: string; id: number }[],
    teams: [
      { team: shape.team(901, "bots"), members: [shape.account("runner-account", 4)] },
      { team: shape.team(902, "people"), members: [mira] },
    ] as { team: ReturnType<typeof shape.team>; members: Json[] }[],
    secrets: {
      actions: [setting.orgSecret("OPENAI_API_KEY"), setting.orgSecret("SIGNING_KEY", "selected")],
      dependabot: [setting.orgSecret("REGISTRY_READ", "private")],
      codespaces: [setting.orgSecret("DEV_LICENCE", "all")],
      agents: [setting.orgSecret("COPILOT_MCP_JIRA_TOKEN", "selected")],
    } as Record<Store, Json[]>,
    /** Names of the repositories that every selection here consists of. */
    /** What was delivered as Actions secrets, in the clear, by repository, environment and name. */
    delivered: new Map<string, string>(),
    selectedRepos: ["service-0", "service-2"],
    copilotAgent: "selected" as "all" | "selected" | "none" | null,
    runners: [setting.runner(401, "org-runner", { runner_group_id: 1 })] as Json[],
    runnerGroups: [setting.runnerGroup(1, "Default", true)] as Json[],
    /** By the id of their hook. */
    deliveries: { "501": [setting.delivery(9501)] } as Record<string, Json[]>,
    hooks: [
      setting.hook(
        501,
        {
          url: `https://x:${canaries.hookUser}@siem.example.com/in`,
          secret: "********",
          insecure_ssl: "0",
        },
        { type: "Organization" },
      ),
    ] as Json[],
    subject: { include_claim_keys: ["repo", "context"], use_immutable_subject: true } as Json,
    /** Custom properties of repositories that OIDC tokens carry. */
    claimProperties: ["team"],
    /** Null where the organisation has no identity provider of its own. */
    samlIdentities: [
      { id: 1, login: "mira", nameId: "person-1" },
      { id: 3, login: "noor", nameId: "person-3" },
      { id: 4, login: "runner-account", nameId: null },
      { id: null, login: "", nameId: "left-long-ago" },
    ] as { id: number | null; login: string; nameId: string | null }[] | null,
    workflowDefaults: {
      default_workflow_permissions: "write",
      can_approve_pull_request_reviews: true,
    },
    actionsPermissions: {
      enabled_repositories: "selected",
      selected_repositories_url:
        "https://api.github.com/orgs/acme/actions/permissions/repositories",
      allowed_actions: "all",
    } as Json,
    properties: [
      setting.properties(7000, "service-0", { owning_team: "payments", tier: "1" }),
      setting.properties(7001, "service-1", { Owner: ["ada@example.com", ""] }),
    ] as Json[],
    repositorySelection: "all",
    /** Names of the repositories that tokens do not list. */
    unreached: [] as string[],
    tellsCounts: true,
    repos: Array.from({ length: repos }, (_, at) => repoWorld(org, at)),
  };
}
export type World = ReturnType<typeof createWorld>;
