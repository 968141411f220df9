import type { World } from "./world";

/** How many identities each stream finds in a world, counted straight from its state. */
export function expectedIdentities(world: World): Record<string, number> {
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
