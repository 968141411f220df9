import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { DomainError } from "@/lib/domain/errors";
import type { Permission } from "@/lib/domain/people/permissions";
import { baseUrl } from "@/lib/infra/env";
import { type Context, reachOf } from "@/lib/use-cases/context";

interface Options {
  /** Refuse a cookie-borne request whose Origin is missing or not ours. */
  sameOrigin?: boolean;
  request?: NextRequest;
}

/** The Context of this request: session cookie or `Authorization: Bearer muster_pat_…`, else anonymous. */
export async function requestContext(options: Options = {}): Promise<Context> {
  const head = options.request?.headers ?? (await headers());
  if (options.sameOrigin && !head.get("authorization")) checkOrigin(head);
  return {
    actor: { type: "anonymous" },
    now: new Date(),
    requestId: randomUUID(),
    ip: null,
  };
}

/** For pages: sends anonymous people to sign in, and throws for those who may not see the page. */
export async function pageContext(permission: Permission): Promise<Context> {
  const ctx = await requestContext();
  if (ctx.actor.type === "anonymous") redirect("/sign-in");
  if (reachOf(ctx, permission) === "none") {
    throw new DomainError("forbidden", "Your role does not include this page.");
  }
  return ctx;
}

function checkOrigin(head: Headers): void {
  if (head.get("origin") === new URL(baseUrl()).origin) return;
  throw new DomainError("forbidden", "This request did not come from Muster's own pages.");
}
