/** Objects in the full shape that GitHub documents, around the few fields a test cares about. */
type Json = Record<string, unknown>;

const at = "2024-03-01T10:00:00Z";
const base = "https://api.github.com";
const links = (root: string, names: string[]) =>
  Object.fromEntries(names.map((name) => [`${name}_url`, `${root}/${name}`]));

export function account(login: string, id: number, type = "User") {
  const url = `${base}/users/${login}`;
  return {
    login,
    id,
    node_id: `U_${id}`,
    avatar_url: `${url}/avatar`,
    gravatar_id: "",
    url,
    html_url: `https://github.com/${login}`,
    ...links(url, ["followers", "following", "gists", "starred", "subscriptions"]),
    ...links(url, ["organizations", "repos", "events", "received_events"]),
    type,
    site_admin: false,
  };
}

export const profile = (login: string, id: number, name: string | null) => ({
  ...account(login, id),
  name,
  company: null,
  blog: null,
  location: null,
  email: null,
  hireable: null,
  bio: null,
  public_repos: 0,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: at,
  updated_at: at,
});

export const organization = (login: string, id: number) => ({
  login,
  id,
  node_id: `O_${id}`,
  url: `${base}/orgs/${login}`,
  ...links(`${base}/orgs/${login}`, ["repos", "events", "hooks", "issues", "avatar"]),
  members_url: `${base}/orgs/${login}/members{/member}`,
  public_members_url: `${base}/orgs/${login}/public_members{/member}`,
  description: null,
  has_organization_projects: true,
  has_repository_projects: true,
  public_repos: 0,
  public_gists: 0,
  followers: 0,
  following: 0,
  html_url: `https://github.com/${login}`,
  type: "Organization",
  created_at: at,
  updated_at: at,
  archived_at: null,
});

const repoLinks = (
  "archive assignees blobs branches collaborators comments commits compare contents contributors " +
  "deployments downloads events forks git_commits git_refs git_tags git issue_comment issue_events " +
  "issues keys labels languages merges milestones notifications pulls releases ssh stargazers " +
  "statuses subscribers subscription tags teams trees clone mirror hooks svn"
).split(" ");

export const repository = (
  org: Json & { login: string },
  id: number,
  name: string,
  more: Json,
) => ({
  id,
  node_id: `R_${id}`,
  name,
  full_name: `${org.login}/${name}`,
  owner: account(org.login, Number(org.id), "Organization"),
  private: true,
  html_url: `https://github.com/${org.login}/${name}`,
  description: null,
  fork: false,
  url: `${base}/repos/${org.login}/${name}`,
  ...links(`${base}/repos/${org.login}/${name}`, repoLinks),
  homepage: null,
  language: null,
  license: null,
  forks: 0,
  forks_count: 0,
  stargazers_count: 0,
  watchers: 0,
  watchers_count: 0,
  size: 1,
  default_branch: "main",
  open_issues: 0,
  open_issues_count: 0,
  has_issues: true,
  has_projects: true,
  has_wiki: true,
  has_pages: false,
  has_downloads: true,
  archived: false,
  disabled: false,
  pushed_at: at,
  created_at: at,
  updated_at: at,
  ...more,
});

export const installed = (org: Json & { login: string }, id: number, more: Json) => ({
  id,
  account: account(org.login, Number(org.id), "Organization"),
  repository_selection: "all",
  access_tokens_url: `${base}/app/installations/${id}/access_tokens`,
  repositories_url: `${base}/installation/repositories`,
  html_url: `https://github.com/organizations/${org.login}/settings/installations/${id}`,
  app_id: id + 1000,
  target_id: org.id,
  target_type: "Organization",
  permissions: { metadata: "read" },
  events: [],
  created_at: at,
  updated_at: at,
  single_file_name: null,
  app_slug: "app",
  suspended_by: null,
  suspended_at: null,
  ...more,
});

export const app = (owner: Json, id: number, slug: string) => ({
  id,
  slug,
  node_id: `A_${id}`,
  owner,
  name: slug,
  description: null,
  external_url: "https://example.com",
  html_url: `https://github.com/apps/${slug}`,
  created_at: at,
  updated_at: at,
  permissions: { metadata: "read" },
  events: [],
});

const patCore = (owner: Json, id: number, name: string) => ({
  id,
  owner,
  repository_selection: "all",
  repositories_url: `${base}/tokens/${id}/repositories`,
  permissions: { repository: { metadata: "read", contents: "write" } },
  token_id: id + 5000,
  token_name: name,
  token_expired: false,
  token_expires_at: "2027-05-01T00:00:00Z",
  token_last_used_at: null,
});
export const token = (owner: Json, id: number, name: string, more: Json = {}) => ({
  ...patCore(owner, id, name),
  access_granted_at: at,
  ...more,
});
export const tokenRequest = (owner: Json, id: number, name: string) => ({
  ...patCore(owner, id, name),
  reason: "Nightly build",
  created_at: at,
});

export const ssoCredential = (login: string, id: number, more: Json) => ({
  login,
  credential_id: id,
  credential_type: "personal access token",
  credential_authorized_at: at,
  credential_accessed_at: "2024-04-01T10:00:00Z",
  authorized_credential_id: id,
  authorized_credential_title: null,
  authorized_credential_note: `Token ${id}`,
  authorized_credential_expires_at: null,
  token_last_eight: "71c3fc11",
  scopes: ["repo", "read:org"],
  ...more,
});

export const deployKey = (id: number, key: string, more: Json = {}) => ({
  id,
  key,
  url: `${base}/keys/${id}`,
  title: `Deploy ${id}`,
  verified: true,
  created_at: at,
  read_only: true,
  added_by: "mira",
  last_used: "2024-05-01T00:00:00Z",
  enabled: true,
  ...more,
});

export const team = (id: number, slug: string, permission = "pull") => ({
  id,
  node_id: `T_${id}`,
  url: `${base}/teams/${id}`,
  html_url: `https://github.com/orgs/acme/teams/${slug}`,
  name: slug,
  slug,
  description: null,
  permission,
  members_url: `${base}/teams/${id}/members`,
  repositories_url: `${base}/teams/${id}/repos`,
  type: "organization",
  parent: null,
});
