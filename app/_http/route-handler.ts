import type { NextRequest } from "next/server";
import type { Context } from "@/lib/use-cases/context";
import { errorResponse } from "./error-response";
import { requestContext } from "./request-context";

type Params = Record<string, string>;

/**
 * A command or query as an API route: `input` takes what it needs from the request. Answers JSON
 * with `private, no-store`; errors through errorResponse. A cookie-borne call that writes must come
 * from our own origin; a token-borne one needs no origin.
 */
export function toRouteHandler<Result>(
  run: (ctx: Context, input: never) => Promise<Result>,
  input: (request: NextRequest, params: Params) => unknown,
  options: { status?: number } = {},
) {
  return async (request: NextRequest, route: { params: Promise<Params> }): Promise<Response> => {
    const writes = request.method !== "GET" && request.method !== "HEAD";
    let requestId = "unknown";
    try {
      const ctx = await requestContext({ sameOrigin: writes, request });
      requestId = ctx.requestId;
      const parsed = await input(request, await route.params);
      const result = await run(ctx, parsed as never);
      return Response.json(result, {
        status: options.status ?? 200,
        headers: { "cache-control": "private, no-store" },
      });
    } catch (error) {
      return errorResponse(error, requestId);
    }
  };
}

/** The query string as a plain object; a repeated key becomes a list. */
export function searchInput(request: NextRequest): Record<string, string | string[]> {
  const out: Record<string, string | string[]> = {};
  for (const key of new Set(request.nextUrl.searchParams.keys())) {
    const all = request.nextUrl.searchParams.getAll(key);
    out[key] = all.length > 1 ? all : (all[0] ?? "");
  }
  return out;
}

/** The JSON body, refused above 1 MB or when it is not JSON. */
export async function jsonInput(request: NextRequest): Promise<unknown> {
  const { DomainError } = await import("@/lib/domain/errors");
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/i.test(type)) {
    throw new DomainError("invalid_input", "Send the body as application/json.");
  }
  const text = await request.text();
  if (text.length > 1_000_000) throw new DomainError("too_large", "The body is larger than 1 MB.");
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError("invalid_input", "The body is not JSON. Nothing was changed.");
  }
}
