import { tokenScopes } from "@/lib/domain/people/permissions";
import { apiError } from "./api-error";
import { apiOperation } from "./api-operation";
import { apiRoutes } from "./api-routes";
import { answerSchema } from "./json-schema";

const description = `Inventory and governance of non-human identities.

Times are ISO 8601 in UTC. A list is \`{ items, nextCursor }\`: give \`nextCursor\` back as the parameter
\`cursor\` for the next page, null is the end; lists that are short by nature have no cursor. Fields may be
added to answers within version 1, and none taken away; a request with a field that is not described is
refused with 400. Where an answer has no schema its shape is not promised.

A token sends \`Authorization: Bearer muster_pat_…\` and may do what its scopes open and its person may,
whichever is less. Without a sign-in every address answers 401, also one that does not exist; signed in
that is 404 \`not_found\`. A method that an address does not answer is 405 \`method_not_allowed\` with
\`Allow\`. All three have the body \`Error\`. Operations with \`x-step-up\` ask a person to confirm that it is them, which no token can.`;

function make() {
  const schemas: Record<string, unknown> = {};
  answerSchema(apiError, schemas);
  const paths: Record<string, Record<string, ReturnType<typeof apiOperation>>> = {};
  for (const route of apiRoutes) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method]: apiOperation(route, schemas) };
  }
  const token = {
    type: "http",
    scheme: "bearer",
    description: `A personal API token with one of the scopes named: ${Object.keys(tokenScopes).join(", ")}`,
  };
  const session = {
    type: "apiKey",
    in: "cookie",
    name: "muster.session",
    description:
      "A signed-in person; over https the cookie is __Host-muster.session. A request that changes something must come from Muster's own pages.",
  };
  return {
    openapi: "3.1.0",
    info: { title: "Muster", version: "1", description },
    servers: [{ url: "/" }],
    paths,
    components: { schemas, securitySchemes: { token, session } },
  };
}

let made: ReturnType<typeof make> | undefined;

/** The OpenAPI document of the public API, read off the commands and queries that answer it. */
export function apiDocument() {
  made ??= make();
  return made;
}
