import type { Verification } from "../contract";
import type { GitHubClient } from "./client";
import type { GitHubConfig } from "./manifest";
import { refusedPermissions } from "./probe";
import { appSchema, installation, orgSchema, userSchema } from "./schemas";
import { streamList } from "./stream-list";
import { installationId } from "./streams/app-installations";
import { ownTokenId } from "./streams/own-token";

type Missing = Verification["missing"];

const streamsThatNeed = (has: (permission: string, stream: string) => boolean): Missing => {
  const needed = new Map<string, string[]>();
  for (const { name, permissions } of streamList) {
    for (const permission of permissions.filter((each) => !has(each, name))) {
      needed.set(permission, [...(needed.get(permission) ?? []), name]);
    }
  }
  return [...needed].map(([permission, streams]) => ({ permission, streams }));
};

/** `organization_dependabot_secrets` and the like may be granted under the shorter name too. */
const alias: Readonly<Record<string, string>> = {
  codespaces_secrets: "codespaces",
};

/** The organisation by its number, which a renaming leaves alone. */
const organisation = async ({ get }: GitHubClient, { org, baseUrl }: GitHubConfig) => {
  const { login, id } = (await get("/orgs/{org}", { org }, orgSchema)).data;
  return { scope: login, target: `${new URL(baseUrl).host}/${id}` };
};

async function verifyApp(client: GitHubClient, config: GitHubConfig): Promise<Verification> {
  const { get } = client;
  const { org } = config;
  const app = await get("/app", {}, appSchema);
  const { data } = await get("/orgs/{org}/installation", { org }, installation);
  const given = data.permissions;
  const writes = Object.entries(given).filter(([, access]) => access !== "read");
  const warnings = [
    data.repository_selection === "selected"
      ? "The App is installed on selected repositories only: the others are not covered."
      : "",
    writes.length > 0
      ? `The App may write ${writes.map(([name]) => name).join(", ")}: Muster only reads.`
      : "",
    data.suspended_at === null ? "" : "The installation is suspended.",
  ].filter(Boolean);
  const name = app.data.name;
  return {
    principal: `GitHub App ${name}`,
    ...(await organisation(client, config)),
    missing: streamsThatNeed((each) => each in given || (alias[each] ?? "") in given),
    warnings,
    self: { externalId: installationId(data.id), name: data.app_slug },
  };
}

/** Classic scopes that stand for a permission of an App. Absent: only a GitHub App can have it. */
const classicScopes: Readonly<Record<string, readonly string[]>> = {
  organization_administration: ["admin:org"],
  members: ["admin:org", "write:org", "read:org"],
  administration: ["repo"],
  actions: ["repo"],
  environments: ["repo"],
  secrets: ["repo"],
  dependabot_secrets: ["repo"],
  codespaces_secrets: ["repo"],
  repository_hooks: ["repo", "admin:repo_hook", "read:repo_hook"],
  organization_hooks: ["admin:org_hook"],
  organization_secrets: ["admin:org"],
  organization_dependabot_secrets: ["admin:org"],
  organization_codespaces_secrets: ["admin:org"],
  organization_agent_secrets: ["admin:org"],
  organization_copilot_agent_settings: ["admin:org"],
  organization_self_hosted_runners: ["admin:org", "manage_runners:org"],
};

/** Narrower scopes that open one stream of the many that the permission stands for. */
const scopesOfStream: Readonly<Record<string, readonly string[]>> = {
  creators: ["read:audit_log"],
  "oauth-apps": ["read:audit_log"],
  "sso-credentials": ["read:org", "write:org"],
  "oidc-subjects": ["read:org", "write:org"],
};

const unseenRepos =
  "A token reads only the repositories that its owner reaches and that were chosen for it. Where GitHub counts more of them, or does not tell how many there are, the source counts as read in part.";

async function verifyToken(client: GitHubClient, config: GitHubConfig): Promise<Verification> {
  const { data, scopes } = await client.get("/user", {}, userSchema);
  const common = {
    principal: data.login,
    ...(await organisation(client, config)),
    self: { externalId: ownTokenId(data.id), name: `Muster's token of ${data.login}` },
  };
  if (scopes) {
    const grants = (each: string, stream: string) => {
      const narrower = each === "organization_administration" ? scopesOfStream[stream] : undefined;
      const opening = [...(classicScopes[each] ?? []), ...(narrower ?? [])];
      return opening.some((scope) => scopes.includes(scope));
    };
    const tooMuch =
      "A classic token can write whatever its owner can. A GitHub App that only reads is safer.";
    return { ...common, missing: streamsThatNeed(grants), warnings: [tooMuch, unseenRepos] };
  }
  const refused = await refusedPermissions(client, config.org);
  return {
    ...common,
    missing: streamsThatNeed((each) => each in classicScopes && !refused.has(each)),
    warnings: [unseenRepos],
  };
}

export const verify = (client: GitHubClient, config: GitHubConfig): Promise<Verification> =>
  config.authMode === "app" ? verifyApp(client, config) : verifyToken(client, config);
