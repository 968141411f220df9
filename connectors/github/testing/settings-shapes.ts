/** What repositories and organisations keep in their settings, in the shape that GitHub documents. */
type Json = Record<string, unknown>;

const at = "2024-03-01T10:00:00Z";
const base = "https://api.github.com";

/** An event of the audit log, a few seconds after what it tells of was made. */
export const event = (action: string, actor: string, more: Json = {}) => ({
  "@timestamp": Date.parse(at) + 4_000,
  action,
  actor,
  org: "acme",
  ...more,
});
export const secret = (name: string) => ({ name, created_at: at, updated_at: at });
export const orgSecret = (name: string, visibility = "all") => ({ ...secret(name), visibility });
export const environment = (id: number, name: string) => ({
  id,
  node_id: `E_${id}`,
  name,
  url: `${base}/environments/${id}`,
  html_url: `https://github.com/environments/${id}`,
  created_at: at,
  updated_at: at,
});
export const runner = (id: number, name: string, more: Json = {}) => ({
  id,
  name,
  os: "linux",
  status: "online",
  busy: false,
  ephemeral: false,
  labels: [{ name: "self-hosted" }],
  ...more,
});
export const runnerGroup = (id: number, name: string, isOpen: boolean) => ({
  id,
  name,
  visibility: "all",
  default: id === 1,
  runners_url: `${base}/runner-groups/${id}/runners`,
  inherited: false,
  allows_public_repositories: isOpen,
});
export const delivery = (id: number) => ({
  id,
  guid: `delivery-${id}`,
  delivered_at: "2024-06-01T00:00:00Z",
  redelivery: false,
  duration: 0.1,
  status: "OK",
  status_code: 200,
  event: "push",
  action: null,
  installation_id: null,
  repository_id: null,
});
export const hook = (id: number, config: Json, more: Json = {}) => ({
  type: "Repository",
  id,
  name: "web",
  active: true,
  events: ["push"],
  config,
  url: `${base}/hooks/${id}`,
  test_url: `${base}/hooks/${id}/test`,
  ping_url: `${base}/hooks/${id}/pings`,
  updated_at: at,
  created_at: at,
  last_response: { code: null, status: "unused", message: null },
  ...more,
});
export const properties = (
  id: number,
  name: string,
  values: Readonly<Record<string, string | string[] | null>>,
) => ({
  repository_id: id,
  repository_name: name,
  repository_full_name: `acme/${name}`,
  properties: Object.entries(values).map(([property_name, value]) => ({ property_name, value })),
});
