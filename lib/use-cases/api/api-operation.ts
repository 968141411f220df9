import type { z } from "zod";
import { accessOf, accessSentence } from "./api-access";
import { type ErrorCode, errorCodes, errorStatus } from "./api-error";
import type { ApiRoute, UseCase } from "./api-route";
import { answerSchema, type JsonSchema, requestSchema, takesNothing, without } from "./json-schema";

type Components = Record<string, unknown>;

const namesIn = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");

/** What of the input is sent beside the address. */
function remainder({ path, given = [], upload }: ApiRoute, input: z.ZodType): JsonSchema {
  const elsewhere = [...namesIn(path), ...given, ...(upload ? ["content"] : [])];
  return without(requestSchema(input), new Set(elsewhere));
}

const pathParameters = (path: string) =>
  namesIn(path).map((name) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", format: "uuid" },
  }));

const queryParameters = ({ properties = {}, required = [] }: JsonSchema) =>
  Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));

function request(route: ApiRoute, input: z.ZodType) {
  const rest = remainder(route, input);
  const inQuery = route.method === "get" || route.upload;
  const parameters = [...pathParameters(route.path), ...(inQuery ? queryParameters(rest) : [])];
  if (route.upload) {
    // Without a schema: a binary body has none in OpenAPI 3.1.
    return {
      parameters,
      requestBody: { required: true, content: { "application/octet-stream": {} } },
    };
  }
  if (inQuery || takesNothing(rest)) return { parameters };
  const content = { "application/json": { schema: rest } };
  return { parameters, requestBody: { required: true, content } };
}

/** Whether the input names something that may not be there. */
const namesSomething = (schema: JsonSchema): boolean =>
  Object.keys(schema.properties ?? {}).some((name) => /^id$|Ids?$/.test(name)) ||
  ["anyOf", "oneOf", "allOf"].some((key) =>
    ((schema[key] as JsonSchema[] | undefined) ?? []).some(namesSomething),
  );

/** The codes with which an operation may refuse. */
function refusals(route: ApiRoute, run: UseCase): ErrorCode[] {
  const { scopes, stepUp } = accessOf(run);
  const isCommand = run.command !== undefined;
  const hasBody = route.upload === true || !takesNothing(remainder(route, run.input));
  const can: Record<ErrorCode, boolean> = {
    invalid_input: true,
    unauthenticated: true,
    forbidden: true,
    step_up_required: stepUp,
    not_found: isCommand || namesSomething(requestSchema(run.input)),
    // Said of an address, and so of no operation.
    method_not_allowed: false,
    conflict: isCommand,
    too_large: route.method !== "get" && hasBody,
    // Only guesses at a sign-in are counted, and no operation takes a password.
    rate_limited: false,
    internal: true,
    unavailable: true,
  };
  return errorCodes.filter((code) => can[code] && (scopes.length > 0 || code !== "rate_limited"));
}

function refusalResponses(codes: readonly ErrorCode[]) {
  const byStatus = Map.groupBy(codes, (code) => String(errorStatus[code]));
  return Object.fromEntries(
    [...byStatus].map(([status, found]) => [
      status,
      {
        description: found.map((code) => `\`${code}\``).join(" or "),
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    ]),
  );
}

const doneWords = { 200: "Done", 201: "Made", 202: "Taken on; a worker does it" } as const;

function done({ status, file, answer }: ApiRoute, components: Components) {
  const description = doneWords[status];
  if (file) {
    const types = file.map((type) => [
      type,
      /zip|octet-stream/.test(type) ? {} : { schema: { type: "string" } },
    ]);
    return { description: "The file", content: Object.fromEntries(types) };
  }
  const schema = answer ? answerSchema(answer, components) : {};
  return { description, content: { "application/json": { schema } } };
}

/** `get /findings/{findingId}` as `getFindingsByFindingId`: stable, so that generated names are. */
const operationId = ({ method, path }: ApiRoute): string =>
  method +
  path
    .split(/[/.-]/)
    .filter(Boolean)
    .map((part) => (part.startsWith("{") ? `By${capital(part.slice(1, -1))}` : capital(part)))
    .join("");
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** One operation of the document. */
export function apiOperation(route: ApiRoute, components: Components) {
  const { run, path, summary, status } = route;
  const tag = path.split("/")[1] ?? "";
  const head = { operationId: operationId(route), tags: [tag], summary };
  const answers = { [status]: done(route, components) };
  if (!run) return { ...head, security: [], responses: answers };
  const access = accessOf(run);
  return {
    ...head,
    description: accessSentence(access),
    // Any one of them is enough: a token with one of the scopes, or a signed-in person.
    security: [...access.scopes.map((scope) => ({ token: [scope] })), { session: [] }],
    "x-permission": access.permission,
    "x-roles": access.roles,
    "x-token-scopes": access.scopes,
    "x-step-up": access.stepUp,
    ...(run.command ? { "x-audit-name": run.command } : {}),
    ...request(route, run.input),
    responses: { ...answers, ...refusalResponses(refusals(route, run)) },
  };
}
