import type { GraphClient, ListCall } from "./client";
import { drained } from "./client";
import type { EntraConfig } from "./config";
import { isRefusal, orGone } from "./graph-error";
import { mostExpanded, ownedCalls, ownersOf } from "./owner-lists";
import {
  assignment,
  credentialActivity,
  delegatedGrant,
  principal,
  principalActivity,
  roleAssignment,
  type Assignment,
  type CredentialActivity,
  type DelegatedGrant,
  type DirectoryObject,
  type Principal,
  type PrincipalActivity,
  type RoleAssignment,
} from "./schemas";
import type { ConnectorError } from "../contract";

/** The tenant in which Microsoft keeps the applications of its own services. */
export const microsoftTenant = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/** A list that may be refused: the refusal is kept, for the facts that then stay unknown. */
export type Readable<T> = { rows: T; refusal: null } | { rows: null; refusal: ConnectorError };

export interface Directory {
  tenantId(): Promise<string>;
  principals(): Promise<ReadonlyMap<string, Principal>>;
  /** By client id. Some have a principal of another kind: those are not in it. */
  principalOf(appId: string): Promise<Principal | undefined>;
  /** Owners of this tenant's applications, by client id. */
  applicationOwners(): Promise<ReadonlyMap<string, readonly DirectoryObject[]>>;
  delegated(): Promise<Readable<ReadonlyMap<string, DelegatedGrant[]>>>;
  roles(): Promise<Readable<ReadonlyMap<string, RoleAssignment[]>>>;
  signIns(): Promise<Readable<ReadonlyMap<string, PrincipalActivity>>>;
  credentialSignIns(): Promise<Readable<ReadonlyMap<string, CredentialActivity>>>;
}

const principalsCall: ListCall<Principal> = {
  name: "GET /servicePrincipals",
  path: "/v1.0/servicePrincipals",
  // Some of Microsoft's own carry a thousand permissions each: fewer to a page keeps it small.
  query:
    "$select=id,appId,displayName,servicePrincipalType,accountEnabled,appOwnerOrganizationId,appRoles,oauth2PermissionScopes&$expand=appRoleAssignments&$top=250",
  schema: principal,
  permission: "Application.Read.All",
};
export const delegatedCall: ListCall<DelegatedGrant> = {
  name: "GET /oauth2PermissionGrants",
  path: "/v1.0/oauth2PermissionGrants",
  query: "$top=999",
  schema: delegatedGrant,
  permission: "DelegatedPermissionGrant.Read.All",
};
export const rolesCall: ListCall<RoleAssignment> = {
  name: "GET /roleManagement/directory/roleAssignments",
  path: "/v1.0/roleManagement/directory/roleAssignments",
  query: "$expand=roleDefinition",
  schema: roleAssignment,
  permission: "RoleManagement.Read.Directory",
};
export const signInsCall: ListCall<PrincipalActivity> = {
  name: "GET /beta/reports/servicePrincipalSignInActivities",
  path: "/beta/reports/servicePrincipalSignInActivities",
  query: "$top=999",
  schema: principalActivity,
  permission: "AuditLog.Read.All",
};
export const credentialSignInsCall: ListCall<CredentialActivity> = {
  name: "GET /beta/reports/appCredentialSignInActivities",
  path: "/beta/reports/appCredentialSignInActivities",
  query: "$top=999",
  schema: credentialActivity,
  permission: "AuditLog.Read.All",
};

/** Microsoft's own services, and what Entra keeps for social sign-in, are no inventory of anybody. */
export function isHidden({
  servicePrincipalType: type,
  appOwnerOrganizationId: owner,
}: Pick<Principal, "servicePrincipalType" | "appOwnerOrganizationId">): boolean {
  if (type === "SocialIdp") return true;
  return owner === microsoftTenant && type !== "ManagedIdentity" && type !== "ServiceIdentity";
}

/** Remembers what a list gave for this connection; one that failed is asked again where it failed. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null;
  return () => {
    kept ??= read().catch((error: unknown) => {
      kept = null;
      throw error;
    });
    return kept;
  };
}

async function readable<T>(read: () => Promise<T>): Promise<Readable<T>> {
  try {
    return { rows: await read(), refusal: null };
  } catch (error) {
    if (isRefusal(error)) return { rows: null, refusal: error };
    throw error;
  }
}

/** A key may be reported more than once: the latest line counts. */
function latestByKey(rows: readonly CredentialActivity[]): Map<string, CredentialActivity> {
  const oldestFirst = rows.toSorted((one, other) =>
    (one.signInActivity ?? "") < (other.signInActivity ?? "") ? -1 : 1,
  );
  return new Map(oldestFirst.map((row) => [row.keyId, row]));
}

/** All role assignments of those whose expanded list may have been cut off. */
async function completeAssignments(
  client: GraphClient,
  found: ReadonlyMap<string, Principal>,
): Promise<void> {
  for (const one of found.values()) {
    if (isHidden(one) || one.appRoleAssignments.length < mostExpanded) continue;
    const call: ListCall<Assignment> = {
      name: "GET /servicePrincipals/{id}/appRoleAssignments",
      path: `/v1.0/servicePrincipals/${one.id}/appRoleAssignments`,
      query: "$top=999",
      schema: assignment,
      permission: "Application.Read.All",
    };
    one.appRoleAssignments = (await orGone(client.every(call))) ?? one.appRoleAssignments;
  }
}

/** What several streams look things up in, read at most once on a connection. */
export function directoryOf(client: GraphClient): Directory {
  const lists = {
    principals: drained(client, principalsCall),
    delegated: drained(client, delegatedCall),
    owned: drained(client, ownedCalls.applications),
    roles: drained(client, rolesCall),
    signIns: drained(client, signInsCall),
    credentialSignIns: drained(client, credentialSignInsCall),
  };
  const principals = once(async () => {
    const found = new Map((await lists.principals()).map((row) => [row.id, row]));
    await completeAssignments(client, found);
    return found;
  });
  const byApp = once(async () => {
    const all = [...(await principals()).values()];
    const ofApps = all.filter((one) => one.appId && one.servicePrincipalType !== "ServiceIdentity");
    return new Map(ofApps.map((one) => [one.appId ?? "", one]));
  });
  return {
    tenantId: async () => (await client.claims()).tid,
    principals,
    principalOf: async (appId) => (await byApp()).get(appId),
    applicationOwners: once(async () => {
      const found = new Map<string, readonly DirectoryObject[]>();
      for (const row of await lists.owned()) {
        if (row.appId) found.set(row.appId, await ownersOf(client, "applications", row));
      }
      return found;
    }),
    delegated: once(() =>
      readable(async () => Map.groupBy(await lists.delegated(), (row) => row.clientId)),
    ),
    roles: once(() =>
      readable(async () => Map.groupBy(await lists.roles(), (row) => row.principalId)),
    ),
    signIns: once(() =>
      readable(async () => new Map((await lists.signIns()).map((row) => [row.appId, row]))),
    ),
    credentialSignIns: once(() =>
      readable(async () => latestByKey(await lists.credentialSignIns())),
    ),
  };
}

/** Only the global cloud has the reports about sign-ins. */
export const hasReports = ({ cloud }: EntraConfig): boolean => cloud === "global";
