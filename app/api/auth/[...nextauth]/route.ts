import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/app/_http/auth-options";
import { errorResponse } from "@/app/_http/error-response";
import { auditAtTheDoor, strangerContext } from "@/app/_http/refused-request";
import { checkOrigin } from "@/app/_http/request-context";
import { auditUnheard } from "@/app/_http/sign-in-refusals";

type Route = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, route: Route): Promise<Response> {
  const writes = request.method !== "GET";
  const ctx = strangerContext(request.headers);
  try {
    if (writes) checkOrigin(request.headers);
    const options = await authOptions(request.headers);
    const answer = (await NextAuth(request as never, route as never, options)) as Response;
    const [action] = (await route.params).nextauth;
    await auditUnheard(ctx, action, answer);
    return answer;
  } catch (error) {
    const told = writes ? await auditAtTheDoor(ctx, "session.start", error) : error;
    return errorResponse(told, ctx.requestId);
  }
}

export { handle as GET, handle as POST };
