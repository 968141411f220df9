/** Streams in the order they are read: what others refer to comes first. */
export const streamList = [
  {
    name: "creators",
    title: "Who installed Apps and made secrets and webhooks (audit log)",
    permissions: ["organization_administration"],
  },
  {
    name: "saml-identities",
    title: "Which accounts sign in through the identity provider (SAML)",
    permissions: ["members"],
  },
  {
    name: "own-credential",
    title: "The App installation or token that Muster itself uses",
    permissions: [],
  },
  {
    name: "app-installations",
    title: "GitHub Apps installed on the organisation",
    permissions: ["organization_administration"],
  },
  {
    name: "fine-grained-tokens",
    title: "Fine-grained personal access tokens with access to the organisation",
    permissions: ["organization_personal_access_tokens"],
  },
  {
    name: "fine-grained-token-requests",
    title: "Fine-grained personal access tokens that wait for approval",
    permissions: ["organization_personal_access_token_requests"],
  },
  {
    name: "sso-credentials",
    title: "Classic tokens and SSH keys authorised for single sign-on",
    permissions: ["organization_administration"],
  },
  {
    name: "oauth-apps",
    title: "OAuth apps seen in the audit log",
    permissions: ["organization_administration"],
  },
  {
    name: "machine-users",
    title: "Members and collaborators that look like machine users",
    permissions: ["members"],
  },
  {
    name: "deploy-keys",
    title: "Deploy keys of repositories",
    permissions: ["administration"],
  },
  {
    name: "actions-secrets",
    title: "Actions secrets of the organisation, repositories and environments",
    permissions: ["organization_secrets", "secrets", "environments", "actions"],
  },
  {
    name: "dependabot-secrets",
    title: "Dependabot secrets of the organisation and repositories",
    permissions: ["organization_dependabot_secrets", "dependabot_secrets"],
  },
  {
    name: "codespaces-secrets",
    title: "Codespaces secrets of the organisation and repositories",
    permissions: ["organization_codespaces_secrets", "codespaces_secrets"],
  },
  {
    name: "agents-secrets",
    title: "Secrets of Copilot agents in the organisation and repositories",
    permissions: ["organization_agent_secrets"],
  },
  {
    name: "copilot-agent",
    title: "The Copilot agent that works in repositories by itself",
    permissions: ["organization_copilot_agent_settings"],
  },
  {
    name: "self-hosted-runners",
    title: "Self-hosted runners of the organisation and repositories",
    permissions: ["organization_self_hosted_runners", "administration"],
  },
  {
    name: "webhooks",
    title: "Webhooks of the organisation and repositories",
    permissions: ["organization_hooks", "repository_hooks"],
  },
  {
    name: "oidc-subjects",
    title: "OIDC subjects that workflows present to other clouds, and workflow defaults",
    permissions: ["organization_administration", "actions"],
  },
] as const;

export type StreamName = (typeof streamList)[number]["name"];
