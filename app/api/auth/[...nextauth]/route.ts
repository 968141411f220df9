import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/app/_http/auth-options";
import { errorResponse } from "@/app/_http/error-response";
import { checkOrigin } from "@/app/_http/request-context";

type Route = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, route: Route): Promise<Response> {
  try {
    if (request.method !== "GET") checkOrigin(request.headers);
    const options = await authOptions(request.headers);
    return (await NextAuth(request as never, route as never, options)) as Response;
  } catch (error) {
    return errorResponse(error, "sign-in");
  }
}

export { handle as GET, handle as POST };
