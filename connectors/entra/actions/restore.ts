import { z } from "zod";
import { ConnectorError } from "../../contract";
import { orGone } from "../graph-error";
import { writePermission, type ActionTools } from "./tools";

const principalSchema = z.object({
  id: z.guid(),
  appId: z.string().nullish(),
  displayName: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  appOwnerOrganizationId: z.string().nullish(),
});
export type SeenPrincipal = z.infer<typeof principalSchema>;

export const readPrincipal = ({ client }: ActionTools, id: string): Promise<SeenPrincipal | null> =>
  orGone(
    client.get({
      name: "GET /servicePrincipals/{id}",
      path: `/v1.0/servicePrincipals/${id}`,
      query: "$select=id,appId,displayName,accountEnabled,appOwnerOrganizationId",
      schema: principalSchema,
      permission: "Application.Read.All",
    }),
  );

/** How a sort of object is changed: through which type of Graph, and with which permissions. */
export interface Sort {
  cast: "" | "/microsoft.graph.agentIdentity";
  switching: string;
  deleting: string;
}
export const ordinary: Sort = { cast: "", switching: writePermission, deleting: writePermission };
export const agent: Sort = {
  cast: "/microsoft.graph.agentIdentity",
  switching: "AgentIdentity.EnableDisable.All",
  deleting: "AgentIdentity.DeleteRestore.All",
};

/** Switches a service principal; false when it does not exist (any more). */
export async function setEnabled(
  { client }: ActionTools,
  id: string,
  accountEnabled: boolean,
  { cast, switching }: Sort = ordinary,
): Promise<boolean> {
  const done = client.tell({
    name: `PATCH /servicePrincipals/{id}${cast}`,
    method: "PATCH",
    path: `/v1.0/servicePrincipals/${id}${cast}`,
    body: { accountEnabled },
    permission: switching,
  });
  return (await orGone(done.then(() => true))) ?? false;
}

/** Deletes an application or service principal; false when it was gone already. */
export async function deleteObject(
  { client }: ActionTools,
  of: "applications" | "servicePrincipals",
  id: string,
  { cast, deleting }: Sort = ordinary,
): Promise<boolean> {
  const done = client.tell({
    name: `DELETE /${of}/{id}${cast}`,
    method: "DELETE",
    path: `/v1.0/${of}/${id}${cast}`,
    permission: deleting,
  });
  return (await orGone(done.then(() => true))) ?? false;
}

/** Brings back what was deleted less than 30 days ago; false when Entra keeps no such thing. */
export async function restoreObject(
  { client }: ActionTools,
  id: string,
  { deleting }: Sort = ordinary,
): Promise<boolean> {
  const done = client.tell({
    name: "POST /directory/deletedItems/{id}/restore",
    method: "POST",
    path: `/v1.0/directory/deletedItems/${id}/restore`,
    permission: deleting,
  });
  return (await orGone(done.then(() => true))) ?? false;
}

export const tooLate = (name: string): ConnectorError =>
  new ConnectorError(
    "unexpected_response",
    `${name} cannot be brought back: Entra keeps what was deleted for 30 days only.`,
  );
