/** Streams in the order they are read: what others refer to comes first. */
export const streamList = [
  {
    name: "applications",
    title: "App registrations with their secrets, certificates and federated credentials",
    permissions: ["Application.Read.All"],
  },
  {
    name: "service-principals",
    title: "Service principals, apps of other companies and managed identities",
    permissions: ["Application.Read.All"],
  },
  {
    name: "agent-identities",
    title: "Agent identities of AI agents",
    permissions: ["AgentIdentity.Read.All"],
  },
  {
    name: "owners",
    title: "Owners of applications, service principals and agents",
    permissions: ["Application.Read.All", "User.Read.All"],
  },
  {
    name: "agent-sponsors",
    title: "Sponsors of AI agents",
    permissions: ["AgentIdentity.Read.All", "User.Read.All"],
  },
  {
    name: "app-role-assignments",
    title: "Application permissions that were granted",
    permissions: ["Application.Read.All"],
  },
  {
    name: "oauth2-permission-grants",
    title: "Delegated permissions that people or administrators consented to",
    permissions: ["DelegatedPermissionGrant.Read.All"],
  },
  {
    name: "directory-roles",
    title: "Directory roles of service principals",
    permissions: ["RoleManagement.Read.Directory"],
  },
  {
    name: "sign-in-activity",
    title: "Last sign-in of service principals and of each credential",
    permissions: ["AuditLog.Read.All"],
  },
] as const;

export type StreamName = (typeof streamList)[number]["name"];
