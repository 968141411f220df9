import type { World } from "./world";

interface Field {
  name: string;
  args: Record<string, string>;
  fields: Field[];
}
type Json = Record<string, unknown>;

/** The part of GitHub's published schema that is asked for: each type's fields with their types. */
const schema: Record<string, Record<string, string>> = {
  Query: { organization: "Organization" },
  Organization: {
    login: "String",
    membersWithRole: "OrganizationMemberConnection",
    samlIdentityProvider: "OrganizationIdentityProvider",
  },
  OrganizationMemberConnection: { totalCount: "Int" },
  OrganizationIdentityProvider: { externalIdentities: "ExternalIdentityConnection" },
  ExternalIdentityConnection: {
    nodes: "ExternalIdentity",
    pageInfo: "PageInfo",
    totalCount: "Int",
  },
  PageInfo: { endCursor: "String", hasNextPage: "Boolean" },
  ExternalIdentity: {
    guid: "String",
    samlIdentity: "ExternalIdentitySamlAttributes",
    user: "User",
  },
  ExternalIdentitySamlAttributes: { nameId: "String" },
  User: { databaseId: "Int", login: "String" },
};

/** One operation with plain arguments: what the connector asks needs no more of the language. */
function parse(query: string): Field[] {
  const tokens: string[] = query.match(/\$?[A-Za-z_]\w*|\d+|[{}():!]/g) ?? [];
  let at = tokens.indexOf("{");
  const selection = (): Field[] => {
    at += 1;
    const fields: Field[] = [];
    while (tokens[at] !== "}") {
      const field: Field = { name: tokens[at++] ?? "", args: {}, fields: [] };
      if (tokens[at] === "(") {
        for (at += 1; tokens[at] !== ")"; at += 3) {
          field.args[tokens[at] ?? ""] = tokens[at + 2] ?? "";
        }
        at += 1;
      }
      if (tokens[at] === "{") field.fields = selection();
      fields.push(field);
      if (at >= tokens.length) throw new Error("The query ends in the middle");
    }
    at += 1;
    return fields;
  };
  return selection();
}

type Source = unknown;

function pick(type: string, source: Source, fields: Field[], variables: Json): unknown {
  if (source === null || source === undefined) return null;
  if (Array.isArray(source)) return source.map((one) => pick(type, one, fields, variables));
  const known = schema[type];
  if (!known) return source;
  return Object.fromEntries(
    fields.map(({ name, args, fields: inner }) => {
      const inside = known[name];
      if (inside === undefined) throw new Error(`Field '${name}' doesn't exist on type '${type}'`);
      const given = Object.fromEntries(
        Object.entries(args).map(([key, value]) => [
          key,
          value.startsWith("$") ? variables[value.slice(1)] : Number(value),
        ]),
      );
      const value = (source as Json)[name];
      const made: unknown =
        typeof value === "function" ? (value as (of: Json) => unknown)(given) : value;
      return [name, pick(inside, made, inner, variables)];
    }),
  );
}

function identitiesPage(links: NonNullable<World["samlIdentities"]>, given: Json) {
  const first = Number(given["first"]);
  if (!(first >= 1 && first <= 100)) throw new Error("`first` must be between 1 and 100");
  const from = Number(given["after"] ?? 0);
  const until = Math.min(links.length, from + first);
  return {
    totalCount: links.length,
    pageInfo: { hasNextPage: until < links.length, endCursor: String(until) },
    nodes: links.slice(from, until).map(({ id, login, nameId }) => ({
      samlIdentity: { nameId },
      user: id === null ? null : { databaseId: id, login },
    })),
  };
}

/** GitHub's answer to a query: always 200, with what is wrong inside. */
export function answerGraph(world: World, body: Json, maySeeMembers: boolean): Json {
  const variables = (body["variables"] ?? {}) as Json;
  const links = maySeeMembers ? world.samlIdentities : null;
  const isOurs = variables["org"] === world.org.login;
  const organization = {
    login: world.org.login,
    membersWithRole: { totalCount: Object.values(world.members).flat().length },
    samlIdentityProvider: links && {
      externalIdentities: (given: Json) => identitiesPage(links, given),
    },
  };
  if (!isOurs) {
    return {
      data: { organization: null },
      errors: [{ type: "NOT_FOUND", message: "Could not resolve to an Organization" }],
    };
  }
  try {
    return { data: pick("Query", { organization }, parse(String(body["query"])), variables) };
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    return { errors: [{ type: "undefinedField", message }] };
  }
}
