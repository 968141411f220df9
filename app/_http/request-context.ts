import { randomUUID } from "node:crypto";
import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { decode } from "next-auth/jwt";
import { DomainError } from "@/lib/domain/errors";
import type { Permission } from "@/lib/domain/people/permissions";
import { isOwnOrigin } from "@/lib/infra/env";
import { authEnvironment, sessionCookieName } from "@/lib/infra/auth-environment";
import { type Actor, type Context, reachOf } from "@/lib/use-cases/context";
import { actorOfSession, actorOfToken } from "@/lib/use-cases/sessions/check-session";
import { clientAddress } from "./client-address";

interface Options {
  /** Refuse a cookie-borne request whose Origin is missing or not ours. */
  sameOrigin?: boolean;
  request?: NextRequest;
}

/** The Context of this request: session cookie or `Authorization: Bearer muster_pat_…`, else anonymous. */
export async function requestContext(options: Options = {}): Promise<Context> {
  const head = options.request?.headers ?? (await headers());
  const authorization = head.get("authorization");
  if (options.sameOrigin && authorization === null) checkOrigin(head);
  const now = new Date();
  const bearer = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  const actor = authorization === null ? await actorOfCookie(now) : await actorOfToken(bearer, now);
  // A header that names no valid token is refused, never treated as a visit without one.
  if (authorization !== null && !actor) {
    throw new DomainError(
      "unauthenticated",
      bearer
        ? "This token is unknown, expired or revoked."
        : "Send the token as Authorization: Bearer muster_pat_…",
    );
  }
  return {
    actor: actor ?? { type: "anonymous" },
    now,
    requestId: randomUUID(),
    ip: clientAddress(head),
  };
}

async function actorOfCookie(now: Date): Promise<Actor | null> {
  const cookie = (await cookies()).get(sessionCookieName())?.value;
  if (!cookie) return null;
  const { secret } = await authEnvironment();
  const token = await decode({ token: cookie, secret }).catch(() => null);
  return typeof token?.sid === "string" ? actorOfSession(token.sid, now) : null;
}

/** For pages: sends anonymous people to sign in, and tells those who may not see the page so. */
export async function pageContext(permission: Permission): Promise<Context> {
  const ctx = await requestContext();
  if (ctx.actor.type === "anonymous") {
    const path = (await headers()).get("x-path") ?? "/";
    redirect(path === "/" ? "/sign-in" : `/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  }
  if (reachOf(ctx, permission) === "none") forbidden();
  return ctx;
}

export const foreignPage = (): DomainError =>
  new DomainError("forbidden", "This request did not come from Muster's own pages.");

/** Refuses a writing request whose Origin is missing, null or not ours. */
export function checkOrigin(head: Headers): void {
  if (isOwnOrigin(head.get("origin"))) return;
  throw foreignPage();
}
