import type { IncomingMessage } from "node:http";
import { guid } from "./make";
import { another, changeSecret, denied, may, mayChange, missing, remove, restore } from "./changes";
import type { Answer, Collection, Held, Json } from "./changes";
import type { Federated, Owner, World, WorldApplication } from "./shapes";

interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Json;
  base: string;
  /** Rows to a page, whatever was asked for. */
  pageSize: number;
}

const mostExpanded = 20;

/** Names of fields in a `$select`, or those of the expanded relationship in its own brackets. */
function expandedOf(expand: string | null): { name: string; fields: string[] } | null {
  const [, name, select] = /^(\w+)(?:\(\$select=([\w,]+)\))?$/.exec(expand ?? "") ?? [];
  return name ? { name, fields: select?.split(",") ?? [] } : null;
}

const only = (row: object, fields: readonly string[]): Json =>
  Object.fromEntries(
    Object.entries(row).filter(
      ([name]) =>
        fields.length === 0 || name === "id" || name.startsWith("@") || fields.includes(name),
    ),
  );

/** People are an id to whoever may not read them. */
function shownOwner(world: World, owner: Owner, fields: readonly string[]): Json {
  const isReadable = world.roles.some((role) => /^(User|Directory)\.Read/.test(role));
  const { "@odata.type": type, id } = owner;
  const displayName = world.showsNames ? owner.displayName : null;
  if (!isReadable) return { "@odata.type": type, id, displayName, userPrincipalName: null };
  return only(owner, fields);
}

/** What a list gives without a `$select`; relationships only when they are expanded. */
const relationships = ["owners", "sponsors", "appRoleAssignments", "federatedIdentityCredentials"];

function rowOf(world: World, row: object, query: URLSearchParams): Json {
  const fields = query.get("$select")?.split(",") ?? [];
  const plain = only(row, fields);
  for (const name of relationships) delete plain[name];
  const expanded = expandedOf(query.get("$expand"));
  if (!expanded || !relationships.includes(expanded.name)) return plain;
  const found = ((row as Json)[expanded.name] as object[] | undefined) ?? [];
  const isPeople = expanded.name === "owners" || expanded.name === "sponsors";
  plain[expanded.name] = found
    .slice(0, mostExpanded)
    .map((each) => (isPeople ? shownOwner(world, each as Owner, expanded.fields) : each));
  return plain;
}

function listed(world: World, rows: readonly object[], call: Call): Answer {
  const { query, base, path, pageSize } = call;
  const from = Number(query.get("$skiptoken") ?? 0);
  const most = Math.min(pageSize, Number(query.get("$top") ?? 100));
  const value = rows.slice(from, from + most).map((row) => rowOf(world, row, query));
  const next = new URLSearchParams(query);
  next.set("$skiptoken", String(from + most));
  return {
    status: 200,
    body: {
      "@odata.context": `${base}/v1.0/$metadata`,
      value,
      ...(from + most < rows.length ? { "@odata.nextLink": `${base}${path}?${next}` } : {}),
    },
  };
}

/** One sort of report line or grant by the one filter that is asked for. */
function filtered<T extends object>(rows: readonly T[], query: URLSearchParams): T[] {
  const [, field = "", value = ""] = /^(\w+) eq '([^']*)'$/.exec(query.get("$filter") ?? "") ?? [];
  return field === "" ? [...rows] : rows.filter((row) => (row as Json)[field] === value);
}

const lists: readonly (readonly [RegExp, string, (world: World) => readonly object[]])[] = [
  [/^\/v1\.0\/applications$/, "Application.Read", (world) => world.applications],
  [/^\/v1\.0\/servicePrincipals$/, "Application.Read", (world) => world.servicePrincipals],
  [
    /^\/v1\.0\/servicePrincipals\/microsoft\.graph\.agentIdentity$/,
    "AgentIdentity.Read",
    (world) =>
      world.servicePrincipals.filter((one) => one.servicePrincipalType === "ServiceIdentity"),
  ],
  [/^\/v1\.0\/oauth2PermissionGrants$/, "DelegatedPermissionGrant.Read", (world) => world.grants],
  [
    /^\/v1\.0\/roleManagement\/directory\/roleAssignments$/,
    "RoleManagement.Read",
    (world) => world.roleAssignments,
  ],
  [
    /^\/beta\/reports\/servicePrincipalSignInActivities$/,
    "AuditLog.Read",
    (world) => world.signIns,
  ],
  [
    /^\/beta\/reports\/appCredentialSignInActivities$/,
    "AuditLog.Read",
    (world) => world.credentialSignIns,
  ],
];

function federatedAnswer(
  app: WorldApplication,
  id: string | undefined,
  world: World,
  call: Call,
): Answer {
  const held = app.federatedIdentityCredentials;
  if (call.method === "GET") return listed(world, held, call);
  if (!may(world, "Application.ReadWrite")) return denied;
  if (call.method === "POST") {
    held.push({ ...(call.body as unknown as Federated), id: guid("fed", another()) });
    return { status: 201, body: held.at(-1) };
  }
  const at = held.findIndex((one) => one.id === id);
  if (at < 0) return missing;
  held.splice(at, 1);
  return { status: 204 };
}

function one(world: World, of: Collection, found: Held, rest: string[], call: Call): Answer {
  const [part, id] = rest;
  if (part === "owners")
    return listed(
      world,
      found.owners.map((owner) => shownOwner(world, owner, [])),
      call,
    );
  if (part === "appRoleAssignments" && "appRoleAssignments" in found)
    return listed(world, found.appRoleAssignments, call);
  if (part === "microsoft.graph.agentIdentity" && id === "sponsors" && "sponsors" in found)
    return listed(
      world,
      (found.sponsors ?? []).map((each) => shownOwner(world, each, [])),
      call,
    );
  if (part === "federatedIdentityCredentials" && "federatedIdentityCredentials" in found)
    return federatedAnswer(found, id, world, call);
  if (call.method === "GET") return { status: 200, body: rowOf(world, found, call.query) };
  if (!mayChange(world, found, call.method, part)) return denied;
  if (part === "addPassword" || part === "removePassword")
    return changeSecret(found, part, call.body);
  if (call.method === "DELETE") return remove(world, of, found);
  Object.assign(found, call.body);
  return { status: 204 };
}

/** Graph's answer to one call of the world's own application. */
export function answerGraph(
  world: World,
  incoming: IncomingMessage,
  text: string,
  pageSize: number,
): Answer {
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "stand-in"}`);
  const path = decodeURIComponent(url.pathname);
  const body = (text === "" ? {} : JSON.parse(text)) as Json;
  const call: Call = {
    method: incoming.method ?? "GET",
    path,
    query: url.searchParams,
    body,
    base: url.origin,
    pageSize,
  };
  if (path === "/v1.0/organization")
    return may(world, "Organization.Read")
      ? { status: 200, body: { value: [{ id: world.tenantId, displayName: world.tenantName }] } }
      : denied;
  const list = lists.find(([pattern]) => pattern.test(path));
  if (list)
    return may(world, list[1]) ? listed(world, filtered(list[2](world), call.query), call) : denied;
  const [, deletedId] = /^\/v1\.0\/directory\/deletedItems\/([\w-]+)\/restore$/.exec(path) ?? [];
  if (deletedId) return restore(world, deletedId);
  const [, of, byApp, byId, rest = ""] =
    /^\/v1\.0\/(applications|servicePrincipals)(?:\(appId='([\w-]+)'\)|\/([0-9a-f-]{36}))(?:\/(.+))?$/.exec(
      path,
    ) ?? [];
  if (!of) return missing;
  if (!may(world, "Application.Read")) return denied;
  const collection = of as Collection;
  const found = (world[collection] as Held[]).find((each) =>
    byApp ? each.appId === byApp : each.id === byId,
  );
  return found ? one(world, collection, found, rest.split("/"), call) : missing;
}
