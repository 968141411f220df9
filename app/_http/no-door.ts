import type { NextRequest } from "next/server";
import { DomainError } from "@/lib/domain/errors";
import { methodsAt, doorRefusal } from "./door-methods";
import { errorResponse } from "./error-response";
import { strangerContext } from "./refused-request";
import { requestContext } from "./request-context";
import { scimRefusal } from "./scim-handler";

/**
 * Whatever of the API and SCIM has no door: 404 in their error shapes, and 401 before that as at every door. Also
 * for the other methods of an address that the proxy never sees, which are refused as it would.
 */
export async function noDoor(request: NextRequest): Promise<Response> {
  const { pathname } = request.nextUrl;
  const isScim = pathname.startsWith("/scim/");
  const allowed = methodsAt(pathname);
  if (allowed && request.method === "OPTIONS") {
    return new Response(null, { status: 204, headers: { allow: allowed.join(", ") } });
  }
  const refused = doorRefusal(request.method, pathname);
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
      isScim
        ? "There is nothing at this address. /scim/v2/ResourceTypes names what there is."
        : "There is nothing at this address of the API. /api/v1/openapi.json names every address.",
    );
  } catch (error) {
    return isScim ? scimRefusal(error, requestId) : errorResponse(error, requestId);
  }
}
