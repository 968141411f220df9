import type { ActionManifest } from "../../contract";

/** What a second App needs to take things out of service. */
const writePermissions = {
  metadata: "read",
  administration: "write",
  contents: "read",
  codespaces_secrets: "write",
  dependabot_secrets: "write",
  environments: "write",
  repository_hooks: "write",
  secrets: "write",
  organization_administration: "write",
  organization_agent_secrets: "write",
  organization_codespaces_secrets: "write",
  organization_dependabot_secrets: "write",
  organization_hooks: "write",
  organization_personal_access_token_requests: "write",
  organization_personal_access_tokens: "write",
  organization_secrets: "write",
  organization_self_hosted_runners: "write",
} as const;

/** What Muster can take out of service and make anew at GitHub, and the App that does it. */
export const actionManifest: ActionManifest = {
  fields: ["authMode", "appId", "installationId", "privateKey", "token"],
  leastPrivilege: {
    format: "json",
    text: JSON.stringify({ default_permissions: writePermissions, default_events: [] }, null, 2),
  },
  targets: [
    {
      subject: "identity",
      kind: "deploy_key",
      watchDays: null,
      rotation: { overlapHours: 72, parts: ["SSH_PRIVATE_KEY"] },
    },
    { subject: "identity", kind: "stored_secret", watchDays: 14 },
    { subject: "identity", kind: "webhook", watchDays: 14 },
    { subject: "identity", kind: "runner", watchDays: null },
    {
      subject: "identity",
      kind: "personal_access_token",
      details: [
        "github.fgpat",
        "github.fgpat_request",
        "github.classic_pat",
        "github.user_ssh_key",
        "github.user_app_token",
      ],
      watchDays: null,
    },
  ],
  destinations: [
    {
      kind: "actions_secret",
      label: "Actions secret",
      fields: [
        {
          name: "repository",
          label: "Repository",
          help: "Of this organisation. Each part becomes a secret of its own; a value of before is overwritten.",
          required: true,
        },
        {
          name: "environment",
          label: "Environment",
          help: "Where the secret belongs to one environment of the repository.",
          required: false,
        },
        {
          name: "names",
          label: "Other names for the parts",
          help: "PART=NAME, with commas between: for example SSH_PRIVATE_KEY=DEPLOY_KEY. A part keeps its own name otherwise.",
          required: false,
        },
      ],
    },
  ],
};
