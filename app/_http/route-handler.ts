import type { NextRequest } from "next/server";
import type { Permission } from "@/lib/domain/people/permissions";
import { type Context, reachOf } from "@/lib/use-cases/context";
import { jsonBody } from "./body-bytes";
import { errorResponse } from "./error-response";
import { auditAtTheDoor, strangerContext } from "./refused-request";
import { requestContext } from "./request-context";

type Params = Record<string, string>;
type UseCase<Result> = ((ctx: Context, input: never) => Promise<Result>) & {
  command?: string;
  permission?: Permission | "public";
};

/** Whether the use-case will refuse whatever is sent: then nothing of the body is read. */
const refuses = (ctx: Context, permission?: Permission | "public"): boolean =>
  permission !== undefined && permission !== "public" && reachOf(ctx, permission) === "none";

/**
 * A command or query as an API route: `input` takes what it needs from the request. Answers JSON
 * with `private, no-store`; errors through errorResponse. A cookie-borne call that writes must come
 * from our own origin; a token-borne one needs no origin.
 */
export function toRouteHandler<Result>(
  run: UseCase<Result>,
  input: (request: NextRequest, params: Params) => unknown,
  options: { status?: number } = {},
) {
  const { status = 200 } = options;
  const handle = async (
    request: NextRequest,
    route: { params: Promise<Params> },
  ): Promise<Response> => {
    const writes = request.method !== "GET" && request.method !== "HEAD";
    let ctx = strangerContext(request.headers);
    let isAtTheDoor = true;
    try {
      ctx = await requestContext({ sameOrigin: writes, request });
      const parsed = refuses(ctx, run.permission) ? {} : await input(request, await route.params);
      isAtTheDoor = false;
      const result = await run(ctx, parsed as never);
      return Response.json(result, {
        status,
        headers: { "cache-control": "private, no-store" },
      });
    } catch (error) {
      const told = writes && isAtTheDoor ? await auditAtTheDoor(ctx, run.command, error) : error;
      return errorResponse(told, ctx.requestId);
    }
  };
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
