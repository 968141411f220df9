import type { NextRequest } from "next/server";
import { DomainError } from "@/lib/domain/errors";
import { methodsAt, apiRefusal } from "./api-methods";
import { errorResponse } from "./error-response";
import { strangerContext } from "./refused-request";
import { requestContext } from "./request-context";

/**
 * Whatever of the API has no door: 404 in its error shape, and 401 before that as at every door. Also
 * for the other methods of an address that the proxy never sees, which are refused as it would.
 */
export async function noDoor(request: NextRequest): Promise<Response> {
  const { pathname } = request.nextUrl;
  const allowed = methodsAt(pathname);
  if (allowed && request.method === "OPTIONS") {
    return new Response(null, { status: 204, headers: { allow: allowed.join(", ") } });
  }
  const refused = apiRefusal(request.method, pathname);
  if (refused) return refused;
  let { requestId } = strangerContext(request.headers);
  try {
    const ctx = await requestContext({ request });
    ({ requestId } = ctx);
    if (ctx.actor.type === "anonymous") {
      throw new DomainError("unauthenticated", "Sign in to continue.");
    }
    throw new DomainError(
      "not_found",
      "There is nothing at this address of the API. /api/v1/openapi.json names every address.",
    );
  } catch (error) {
    return errorResponse(error, requestId);
  }
}
