import { guid } from "./make";
import type { Password, World, WorldApplication, WorldPrincipal } from "./shapes";

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}
export type Json = Record<string, unknown>;

export const refused = (status: number, code: string): Answer => ({
  status,
  body: { error: { code, message: "Scripted by the stand-in.", innerError: {} } },
});
export const denied = refused(403, "Authorization_RequestDenied");
export const missing = refused(404, "Request_ResourceNotFound");

export type Held = WorldApplication | WorldPrincipal;
export type Collection = "applications" | "servicePrincipals";

export const may = (world: World, permission: string): boolean =>
  world.roles.some(
    (role) =>
      role.startsWith(permission) ||
      (permission === "Application.Read" && role.startsWith("Application.ReadWrite")),
  );

const isAgent = (what: Held): boolean =>
  "servicePrincipalType" in what && what.servicePrincipalType === "ServiceIdentity";

/** Agents are changed under their own type, with permissions of their own. */
export function mayChange(world: World, what: Held, method: string, part = ""): boolean {
  if (!isAgent(what)) return may(world, "Application.ReadWrite");
  const verb = method === "DELETE" ? "DeleteRestore" : "EnableDisable";
  return part === "microsoft.graph.agentIdentity" && may(world, `AgentIdentity.${verb}`);
}

let counter = 100;
/** A number that no id of the world has yet. */
export const another = (): number => (counter += 1);

export function changeSecret(found: Held, verb: string, body: Json): Answer {
  if (verb === "removePassword") {
    const before = found.passwordCredentials.length;
    found.passwordCredentials = found.passwordCredentials.filter(
      ({ keyId }) => keyId !== body.keyId,
    );
    return found.passwordCredentials.length < before
      ? { status: 204 }
      : refused(400, "Request_BadRequest");
  }
  const asked = body.passwordCredential as Pick<Password, "displayName" | "endDateTime">;
  const number = another();
  const made = {
    keyId: guid("5ec", number),
    displayName: asked.displayName,
    hint: "new",
    startDateTime: new Date().toISOString(),
    endDateTime: asked.endDateTime,
    customKeyIdentifier: null,
    secretText: null,
  };
  found.passwordCredentials.push(made);
  return {
    status: 200,
    body: { ...made, secretText: ["new", "8Q~", `value-${number}`].join("") },
  };
}

/** Deleting an application takes its service principal along; restoring brings back one at a time. */
export function remove(world: World, of: Collection, found: Held): Answer {
  const take = (from: Collection, what: Held): void => {
    const list = world[from] as Held[];
    list.splice(list.indexOf(what), 1);
    world.deleted.set(what.id, { of: from, what });
  };
  take(of, found);
  const own = world.servicePrincipals.find(
    ({ appId }) => of === "applications" && appId === found.appId,
  );
  if (own) take("servicePrincipals", own);
  return { status: 204 };
}

export function restore(world: World, id: string): Answer {
  const kept = world.deleted.get(id);
  if (!kept) return missing;
  const permission = isAgent(kept.what) ? "AgentIdentity.DeleteRestore" : "Application.ReadWrite";
  if (!may(world, permission)) return denied;
  (world[kept.of] as Held[]).push(kept.what);
  world.deleted.delete(id);
  return { status: 200, body: { id } };
}
