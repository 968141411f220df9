import type { NextRequest } from "next/server";
import { answerCall, type Params, type Route, type UseCase } from "./answer-call";
import { jsonBody } from "./body-bytes";
import { errorResponse } from "./error-response";

/**
 * A command or query as an API route: `input` takes what it needs from the request. Answers JSON
 * with `private, no-store`; errors through errorResponse.
 */
export function toRouteHandler<Result>(
  run: UseCase<Result>,
  input: (request: NextRequest, params: Params) => unknown,
  options: { status?: number } = {},
) {
  const { status = 200 } = options;
  const headers = { "cache-control": "private, no-store" };
  const handle = (request: NextRequest, route: Route): Promise<Response> =>
    answerCall(request, {
      run,
      input: async () => input(request, await route.params),
      answer: (result) => Response.json(result, { status, headers }),
      refuse: errorResponse,
    });
  // For the description of the API, which must say the same.
  return Object.assign(handle, { run, status });
}

/** The query string as a plain object; a repeated key becomes a list. */
export function searchInput(request: NextRequest): Record<string, string | string[]> {
  const { searchParams } = request.nextUrl;
  // fromEntries, so that `__proto__` is a field like another and is refused as one.
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((key) => {
      const all = searchParams.getAll(key);
      return [key, all.length > 1 ? all : (all[0] ?? "")];
    }),
  );
}

export const jsonInput = (request: NextRequest): Promise<unknown> => jsonBody(request);

/** A JSON object and these fields, which win over those of the same name; anything else as it is. */
export async function bodyAnd(request: NextRequest, fields: object): Promise<unknown> {
  const body = await jsonInput(request);
  return typeof body === "object" && body !== null && !Array.isArray(body)
    ? { ...body, ...fields }
    : body;
}

export const bodyAndPath = (request: NextRequest, params: Params): Promise<unknown> =>
  bodyAnd(request, params);
