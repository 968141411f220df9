import type { NextRequest } from "next/server";
import { errorResponse } from "@/app/_http/error-response";
import { auditAtTheDoor, strangerContext } from "@/app/_http/refused-request";
import { foreignPage } from "@/app/_http/request-context";

/** The proxy leads here what a foreign page sends to one of ours, so that the log keeps it. */
export async function POST(request: NextRequest): Promise<Response> {
  const ctx = strangerContext(request.headers);
  return errorResponse(await auditAtTheDoor(ctx, undefined, foreignPage()), ctx.requestId);
}
