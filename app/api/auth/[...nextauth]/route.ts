import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/app/_http/auth-options";

type Route = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, route: Route): Promise<Response> {
  const options = await authOptions(request.headers);
  return (await NextAuth(request as never, route as never, options)) as Response;
}

export { handle as GET, handle as POST };
