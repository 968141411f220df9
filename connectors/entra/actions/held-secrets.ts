import { z } from "zod";
import { ConnectorError, type ActionTarget } from "../../contract";
import { parseId, secretId, applicationId, principalId, type ParsedId } from "../external-ids";
import { orGone } from "../graph-error";
import { passwordCredential, type PasswordCredential } from "../schemas";
import { writePermission, type ActionTools } from "./tools";

const holderSchema = z.object({
  id: z.guid(),
  appId: z.string().nullish(),
  displayName: z.string().nullish(),
  passwordCredentials: z.array(passwordCredential).default([]),
});
export type SecretHolder = z.infer<typeof holderSchema>;

/** One secret of one application or service principal, and the calls around it. */
export interface HeldSecret {
  keyId: string;
  /** `/applications/{id}` or `/servicePrincipals/{id}`, with the id. */
  shown: string;
  /** The holder with all its secrets; null when it is gone. */
  read(): Promise<SecretHolder | null>;
  remove(keyId: string): Promise<void>;
  add(displayName: string, endDateTime: string): Promise<{ keyId: string; secretText: string }>;
  idOf(secret: PasswordCredential | { keyId: string }): string;
}

const addedSchema = z.object({ keyId: z.guid(), secretText: z.string().min(1) });

function heldSecret(
  { client }: ActionTools,
  { holder, objectId }: ParsedId,
  keyId: string,
): HeldSecret {
  const isApplication = holder === "application";
  const list = isApplication ? "applications" : "servicePrincipals";
  const shown = `/${list}/${objectId}`;
  const owner = isApplication ? applicationId(objectId) : principalId(objectId);
  const change = (verb: string, body: object) => ({
    name: `POST /${list}/{id}/${verb}`,
    method: "POST" as const,
    path: `/v1.0${shown}/${verb}`,
    body,
    permission: writePermission,
  });
  return {
    keyId,
    shown,
    idOf: (secret) => secretId(owner, secret.keyId),
    read: () =>
      orGone(
        client.get({
          name: `GET /${list}/{id}`,
          path: `/v1.0${shown}`,
          query: "$select=id,appId,displayName,passwordCredentials",
          schema: holderSchema,
          permission: "Application.Read.All",
        }),
      ),
    remove: (which) => client.tell(change("removePassword", { keyId: which })),
    add: (displayName, endDateTime) =>
      client.send(
        change("addPassword", { passwordCredential: { displayName, endDateTime } }),
        addedSchema,
      ),
  };
}

/** The secret that a target stands for; null for what is none. */
export function secretOf(tools: ActionTools, target: ActionTarget): HeldSecret | null {
  const id = parseId(target.externalId);
  return id?.part?.kind === "secret" ? heldSecret(tools, id, id.part.id) : null;
}

export const notThere = (shown: string): ConnectorError =>
  new ConnectorError("unexpected_response", `${shown} does not hold the secret any more.`);
