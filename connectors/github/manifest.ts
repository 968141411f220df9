import { z } from "zod";
import type { Manifest } from "../contract";
import { actionManifest } from "./actions/manifest";
import { byHand } from "./by-hand";
import { mostListedApps, readOauthList } from "./oauth-list";
import { streamList } from "./stream-list";

const blankIsAbsent = (value: unknown) => (value === "" || value === null ? undefined : value);
const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

const baseUrl = z.url({ protocol: /^https?$/ }).refine((value) => {
  // Zod asks this of what is no URL too.
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search } = new URL(value);
  return (
    (protocol === "https:" || loopback.has(hostname)) &&
    username === "" &&
    password === "" &&
    search === ""
  );
}, "Use https, without a user name or a query");

export const gitHubConfig = z
  .object({
    org: z
      .string()
      .trim()
      .regex(/^[a-z\d](?:[a-z\d-]{0,38})$/i, "The organisation's login, as in its address"),
    baseUrl: z.preprocess(blankIsAbsent, baseUrl.default("https://api.github.com")),
    authMode: z.enum(["app", "token"]).default("app"),
    appId: z.preprocess(blankIsAbsent, z.coerce.string().trim().optional()),
    installationId: z.preprocess(blankIsAbsent, z.coerce.number().int().positive().optional()),
    privateKey: z.preprocess(blankIsAbsent, z.string().trim().optional()),
    token: z.preprocess(blankIsAbsent, z.string().trim().optional()),
    oauthApps: z.preprocess(
      blankIsAbsent,
      z
        .array(z.string().max(5_000))
        .max(mostListedApps + 1)
        .default([]),
    ),
  })
  .superRefine((config, context) => {
    const needed =
      config.authMode === "app"
        ? (["appId", "installationId", "privateKey"] as const)
        : (["token"] as const);
    for (const field of needed) {
      if (config[field] === undefined) {
        context.addIssue({ code: "custom", path: [field], message: "Required" });
      }
    }
    const listed = readOauthList(config.oauthApps);
    if (typeof listed === "string") {
      context.addIssue({ code: "custom", path: ["oauthApps"], message: listed });
    }
  });

export type GitHubConfig = z.infer<typeof gitHubConfig>;

const inApp = { field: "authMode", is: ["app"] };

/** The permission set of the GitHub App to create: reading only. */
const appPermissions = {
  metadata: "read",
  actions: "read",
  administration: "read",
  codespaces_secrets: "read",
  contents: "read",
  dependabot_secrets: "read",
  environments: "read",
  repository_hooks: "read",
  secrets: "read",
  members: "read",
  organization_administration: "read",
  organization_agent_secrets: "read",
  organization_codespaces_secrets: "read",
  organization_copilot_agent_settings: "read",
  organization_custom_properties: "read",
  organization_dependabot_secrets: "read",
  organization_hooks: "read",
  organization_personal_access_token_requests: "read",
  organization_personal_access_tokens: "read",
  organization_secrets: "read",
  organization_self_hosted_runners: "read",
} as const;

export const manifest = {
  id: "github",
  name: "GitHub",
  summary:
    "Reads apps, tokens, deploy keys, secrets, runners, webhooks, machine users, AI agents and OIDC subjects of an organisation.",
  docsPath: "docs/connectors/github.md",
  config: gitHubConfig,
  fields: [
    {
      name: "org",
      label: "Organisation",
      help: "Login of the organisation, as in its address.",
      input: "text",
      placeholder: "acme",
      required: true,
    },
    {
      name: "baseUrl",
      label: "API address",
      help: "For GitHub Enterprise Server: https://HOST/api/v3. Leave it for github.com.",
      input: "text",
      placeholder: "https://api.github.com",
      required: false,
    },
    {
      name: "authMode",
      label: "Sign in with",
      help: "A GitHub App sees fine-grained tokens; a personal token does not.",
      input: "select",
      options: [
        { value: "app", label: "GitHub App (recommended)" },
        { value: "token", label: "Personal access token" },
      ],
      required: true,
    },
    {
      name: "appId",
      label: "App id",
      help: "On the App's settings page. The client id works too.",
      input: "text",
      required: true,
      when: inApp,
    },
    {
      name: "installationId",
      label: "Installation id",
      help: "The number at the end of the installation's address.",
      input: "number",
      required: true,
      when: inApp,
    },
    {
      name: "privateKey",
      label: "Private key",
      help: "The .pem file that GitHub made for the App.",
      input: "multiline-secret",
      required: true,
      when: inApp,
    },
    {
      name: "token",
      label: "Token",
      help: "A fine-grained token with read permissions, or a classic token of an owner.",
      input: "secret",
      required: true,
      when: { field: "authMode", is: ["token"] },
    },
    {
      name: "oauthApps",
      label: "OAuth apps (CSV)",
      help: "GitHub has no list of them. Paste your own with the columns name, client_id, vendor, scopes, approved_by and approved_at (only name is needed), or GitHub's CSV export of the audit log.",
      input: "list",
      placeholder: "name,client_id,vendor,scopes,approved_by",
      required: false,
    },
  ],
  secretFields: ["privateKey", "token"],
  addressFields: ["baseUrl"],
  streams: streamList,
  leastPrivilege: {
    format: "json",
    text: JSON.stringify({ default_permissions: appPermissions, default_events: [] }, null, 2),
  },
  actions: actionManifest,
  byHand,
  schedulable: true,
  describe: ({ org, baseUrl }) => `${org} on ${new URL(baseUrl).hostname.replace(/^api\./, "")}`,
} as const satisfies Manifest<typeof gitHubConfig>;
