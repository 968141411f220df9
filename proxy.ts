import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { doorRefusal } from "@/app/_http/door-methods";
import { isForeignWrite, refusalPath } from "@/app/_http/foreign-write";
import { contentSecurityPolicy, securityHeaders } from "@/app/_http/security-headers";

/**
 * Headers for every response, prefetches included. No security boundary: who may do what is decided
 * in the use-cases, and the access tests run without this file too.
 */
export function proxy(request: NextRequest): Response {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const forwarded = new Headers(request.headers);
  forwarded.set("x-nonce", nonce);
  // A page that asks to sign in comes back to itself.
  forwarded.set("x-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  // Next reads the nonce for its own scripts from here.
  forwarded.set("content-security-policy", policy);
  const passed = { request: { headers: forwarded } };
  const response =
    doorRefusal(request.method, request.nextUrl.pathname) ??
    (isForeignWrite(request)
      ? NextResponse.rewrite(new URL(refusalPath, request.url), passed)
      : NextResponse.next(passed));
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of securityHeaders) response.headers.set(name, value);
  return response;
}

export const config = {
  matcher: ["/((?!_next/static/|verify\\.html$|api/v1/sources/[^/]+/files$).*)"],
};
