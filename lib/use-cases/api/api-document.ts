import { z } from "zod";
import { identityRoutes } from "../identities/api-schema";
import type { ApiRoute } from "./api-route";
import { governanceRoutes } from "./governance-routes";
import { peopleRoutes } from "./people-routes";
import { screenRoutes } from "./screen-routes";
import { teamRoutes } from "./team-routes";

/** Every method of the public API, in the order in which it is read. */
export const apiRoutes: readonly ApiRoute[] = [
  ...peopleRoutes,
  ...teamRoutes,
  ...screenRoutes,
  ...governanceRoutes,
  ...identityRoutes,
];

type JsonSchema = Record<string, unknown>;

const schemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, {
    target: "openapi-3.0",
    io: "input",
    unrepresentable: "any",
  }) as JsonSchema;

function parameters(schema: z.ZodType | undefined, where: "path" | "query") {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: property,
  }));
}

/** A path's names, for routes whose schema does not give them. */
const namesIn = (path: string): z.ZodType =>
  z.object(
    Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, z.uuid()])),
  );

function operation(route: ApiRoute) {
  const failed = { description: "Refused: `error.code` and `error.message` say why" };
  return {
    summary: route.summary,
    parameters: [...parameters(namesIn(route.path), "path"), ...parameters(route.query, "query")],
    ...(route.body
      ? { requestBody: { content: { "application/json": { schema: schemaOf(route.body) } } } }
      : {}),
    responses: { "2XX": { description: "Done" }, "4XX": failed, "5XX": failed },
    security: [{ token: [] }],
  };
}

/** The OpenAPI document of the public API, made from the schemas that the use-cases parse with. */
export function apiDocument() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of apiRoutes) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return {
    openapi: "3.0.3",
    info: {
      title: "Muster",
      version: "1",
      description: "Inventory and governance of non-human identities. Times are ISO 8601 in UTC.",
    },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    paths,
  };
}
