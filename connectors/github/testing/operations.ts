import { actionOperations } from "./action-operations";
import { chosen, ofOrg, ofRepo, present, repoOf } from "./answering";
import type { Asked, Json, Operation } from "./answering";
import { codeHits, contentsOf } from "./contents";
import { organisation, reposOfToken } from "./repository-lists";
import { account } from "./shapes";
import type { RepoWorld, World } from "./world";

/** Only what was asked for: the last commits to the workflows. */
function workflowCommits(world: World, asked: Asked): Json[] {
  const { committer, repo } = repoOf(world, asked);
  if (committer === null) return [];
  const url = `https://api.github.com/repos/${repo.full_name}/commits/1`;
  const by = { name: committer, email: `${committer}@example.com`, date: "2025-01-01T00:00:00Z" };
  const tree = { sha: "1".repeat(40), url };
  return [
    {
      url,
      sha: "1".repeat(40),
      node_id: "C_1",
      html_url: url,
      comments_url: url,
      commit: {
        url,
        author: by,
        committer: by,
        message: "Change the build",
        comment_count: 0,
        tree,
      },
      author: account(committer, 850, committer.endsWith("[bot]") ? "Bot" : "User"),
      committer: null,
      parents: [],
    },
  ];
}

function userNamed(world: World, { params }: Asked): Json {
  const everyone = [...Object.values(world.members).flat(), ...world.outside];
  const found = present(everyone.find(({ login }) => login === params.username));
  return { ...world.user, ...found, name: null };
}

const admins = ({ admins: logins }: RepoWorld) =>
  logins.map((login, at) => ({
    ...account(login, 800 + at),
    role_name: "admin",
    permissions: { pull: true, push: true, admin: true },
  }));

/** GitHub's answers to each operation, out of the world. */
export const operations: Record<string, Operation> = {
  ...actionOperations,
  "apps/get-authenticated": {
    answer: ({ ownApp, appPermissions }) => ({ ...ownApp, permissions: appPermissions }),
  },
  "apps/get-org-installation": {
    answer: ({ installations, self, appPermissions, repositorySelection }) => ({
      ...present(installations.find(({ id }) => id === self.installationId)),
      permissions: appPermissions,
      repository_selection: repositorySelection,
    }),
  },
  "apps/get-by-slug": {
    answer: ({ publicApps }, { params }) => present(publicApps[params.app_slug ?? ""]),
  },
  "apps/list-repos-accessible-to-installation": {
    list: "repositories",
    answer: ({ repos }) => repos.map(({ repo }) => repo),
  },
  "users/get-authenticated": { answer: ({ user }) => user },
  "users/get-by-username": { answer: userNamed },
  "orgs/get": { answer: organisation },
  "orgs/list-app-installations": ofOrg(
    "organization_administration",
    "installations",
    (world) => world.installations,
  ),
  "orgs/list-pat-grants": {
    ...ofOrg("organization_personal_access_tokens", "", ({ tokens }) => tokens),
    appOnly: true,
  },
  "orgs/list-pat-grant-requests": {
    ...ofOrg(
      "organization_personal_access_token_requests",
      "",
      ({ tokenRequests }) => tokenRequests,
    ),
    appOnly: true,
  },
  "orgs/list-saml-sso-authorizations": ofOrg("organization_administration", "", (world) =>
    present(world.ssoCredentials),
  ),
  "orgs/get-audit-log": {
    permission: "organization_administration",
    list: "",
    answer: ({ auditLog }, { query }) => {
      const [, key = "", value] = /^(action|actor):(\S+)$/.exec(String(query.phrase)) ?? [];
      const found = present(auditLog).filter((event) => event[key] === value);
      const sign = query.order === "asc" ? 1 : -1;
      return found.sort((a, b) => sign * (Number(a["@timestamp"]) - Number(b["@timestamp"])));
    },
  },
  "orgs/custom-properties-for-repos-get-organization-values": ofOrg(
    "organization_custom_properties",
    "",
    ({ properties }) => properties,
  ),
  "orgs/list-members": {
    permission: "members",
    list: "",
    answer: ({ members }, { query }) => members[String(query.role)] ?? [],
  },
  "orgs/list-outside-collaborators": ofOrg("members", "", ({ outside }) => outside),
  "teams/list": ofOrg("members", "", ({ teams }) => teams.map(({ team }) => team)),
  "teams/list-members-in-org": {
    permission: "members",
    list: "",
    answer: ({ teams }, { params }) =>
      present(teams.find(({ team }) => team.slug === params.team_slug)).members,
  },
  "repos/list-for-org": { permission: "metadata", list: "", answer: reposOfToken },
  "repos/list-deploy-keys": ofRepo("administration", "", ({ keys }) => keys),
  "repos/list-collaborators": ofRepo("metadata", "", admins),
  "repos/list-teams": ofRepo("metadata", "", ({ teams }) => teams),
  "repos/list-commits": { permission: "contents", answer: workflowCommits },
  "repos/get-content": { permission: "contents", answer: contentsOf },
  "search/code": { permission: "contents", answer: codeHits },
  "actions/list-org-secrets": ofOrg(
    "organization_secrets",
    "secrets",
    ({ secrets }) => secrets.actions,
  ),
  "dependabot/list-org-secrets": ofOrg(
    "organization_dependabot_secrets",
    "secrets",
    ({ secrets }) => secrets.dependabot,
  ),
  "codespaces/list-org-secrets": ofOrg(
    "organization_codespaces_secrets",
    "secrets",
    ({ secrets }) => secrets.codespaces,
  ),
  "agents/list-org-secrets": ofOrg(
    "organization_agent_secrets",
    "secrets",
    ({ secrets }) => secrets.agents,
  ),
  "actions/list-selected-repos-for-org-secret": chosen("organization_secrets", "repositories"),
  "dependabot/list-selected-repos-for-org-secret": chosen(
    "organization_dependabot_secrets",
    "repositories",
  ),
  "codespaces/list-selected-repos-for-org-secret": chosen(
    "organization_codespaces_secrets",
    "repositories",
  ),
  "agents/list-selected-repos-for-org-secret": chosen("organization_agent_secrets", "repositories"),
  "orgs/list-pat-grant-repositories": {
    ...chosen("organization_personal_access_tokens", ""),
    appOnly: true,
  },
  "copilot/get-copilot-coding-agent-permissions-organization": {
    permission: "organization_copilot_agent_settings",
    answer: ({ copilotAgent }) => ({ enabled_repositories: present(copilotAgent) }),
  },
  "copilot/list-copilot-coding-agent-selected-repositories-for-organization": chosen(
    "organization_copilot_agent_settings",
    "repositories",
  ),
  "agents/list-repo-secrets": ofRepo("agent_secrets", "secrets", ({ secrets }) => secrets.agents),
  "actions/list-repo-secrets": ofRepo("secrets", "secrets", ({ secrets }) => secrets.actions),
  "dependabot/list-repo-secrets": ofRepo(
    "dependabot_secrets",
    "secrets",
    ({ secrets }) => secrets.dependabot,
  ),
  "codespaces/list-repo-secrets": ofRepo(
    "codespaces_secrets",
    "secrets",
    ({ secrets }) => secrets.codespaces,
  ),
  "repos/get-all-environments": ofRepo("actions", "environments", ({ environments }) =>
    environments.map(({ environment }) => environment),
  ),
  "actions/list-environment-secrets": {
    permission: "environments",
    list: "secrets",
    answer: (world, asked) => {
      const name = decodeURIComponent(asked.params.environment_name ?? "");
      const { environments } = repoOf(world, asked);
      return present(environments.find(({ environment }) => environment.name === name)).secrets;
    },
  },
  "actions/list-self-hosted-runners-for-org": ofOrg(
    "organization_self_hosted_runners",
    "runners",
    ({ runners }) => runners,
  ),
  "actions/list-self-hosted-runner-groups-for-org": ofOrg(
    "organization_self_hosted_runners",
    "runner_groups",
    ({ runnerGroups }) => runnerGroups,
  ),
  "actions/list-self-hosted-runners-for-repo": ofRepo(
    "administration",
    "runners",
    ({ runners }) => runners,
  ),
  "orgs/list-webhooks": ofOrg("organization_hooks", "", ({ hooks }) => hooks),
  "repos/list-webhooks": ofRepo("repository_hooks", "", ({ hooks }) => hooks),
  "orgs/list-webhook-deliveries": {
    permission: "organization_hooks",
    list: "",
    answer: ({ deliveries }, { params }) => deliveries[String(params.hook_id)] ?? [],
  },
  "repos/list-webhook-deliveries": {
    permission: "repository_hooks",
    list: "",
    answer: ({ deliveries }, { params }) => deliveries[String(params.hook_id)] ?? [],
  },
  "oidc/list-oidc-custom-property-inclusions-for-org": {
    permission: "organization_administration",
    answer: ({ claimProperties }) =>
      claimProperties.map((name) => ({
        custom_property_name: name,
        inclusion_source: "organization",
      })),
  },
  "oidc/get-oidc-custom-sub-template-for-org": {
    permission: "organization_administration",
    answer: ({ subject }) => subject,
  },
  "actions/get-custom-oidc-sub-claim-for-repo": {
    permission: "actions",
    answer: (world, asked) => repoOf(world, asked).subject,
  },
  "actions/get-github-actions-permissions-organization": {
    permission: "organization_administration",
    answer: ({ actionsPermissions }) => actionsPermissions,
  },
  "actions/get-github-actions-default-workflow-permissions-organization": {
    permission: "organization_administration",
    answer: ({ workflowDefaults }) => workflowDefaults,
  },
};
