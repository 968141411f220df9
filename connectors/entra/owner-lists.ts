import type { GraphClient, ListCall } from "./client";
import { orGone } from "./graph-error";
import { directoryObject, withOwners, type DirectoryObject, type Owned } from "./schemas";

/** What Graph gives of an owner, in a query for a list of them. */
export const ownerFields = "id,displayName,userPrincipalName,mail,accountEnabled";
/** Graph expands a relationship to this many and says nothing of the rest. */
export const mostExpanded = 20;

type Owners = "applications" | "servicePrincipals";

const owned = (of: Owners, also: string): ListCall<Owned> => ({
  name: `GET /${of} with their owners`,
  path: `/v1.0/${of}`,
  query: `$select=id,appId${also}&$expand=owners($select=${ownerFields})&$top=999`,
  schema: withOwners,
  permission: "Application.Read.All",
});
export const ownedCalls: Readonly<Record<Owners, ListCall<Owned>>> = {
  applications: owned("applications", ""),
  servicePrincipals: owned("servicePrincipals", ",servicePrincipalType,appOwnerOrganizationId"),
};

/** Everybody of a relationship that was expanded; asks again where it may have been cut off. */
export async function everybody(
  client: GraphClient,
  expanded: readonly DirectoryObject[],
  whole: { name: string; path: string; permission: string },
): Promise<readonly DirectoryObject[]> {
  if (expanded.length < mostExpanded) return expanded;
  const call: ListCall<DirectoryObject> = {
    ...whole,
    query: `$select=${ownerFields}&$top=999`,
    schema: directoryObject,
  };
  return (await orGone(client.every(call))) ?? expanded;
}

/** Everybody who is set as owner of an application or service principal. */
export const ownersOf = (
  client: GraphClient,
  of: Owners,
  { id, owners }: Owned,
): Promise<readonly DirectoryObject[]> =>
  everybody(client, owners, {
    name: `GET /${of}/{id}/owners`,
    path: `/v1.0/${of}/${id}/owners`,
    permission: "Application.Read.All",
  });
