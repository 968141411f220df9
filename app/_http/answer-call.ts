import type { NextRequest } from "next/server";
import type { Permission } from "@/lib/domain/people/permissions";
import { type Context, reachOf } from "@/lib/use-cases/context";
import { auditAtTheDoor, strangerContext } from "./refused-request";
import { requestContext } from "./request-context";

export type Params = Record<string, string>;
export interface Route {
  params: Promise<Params>;
}
export type UseCase<Result> = ((ctx: Context, input: never) => Promise<Result>) & {
  command?: string;
  permission?: Permission | "public";
};

interface Call<Result> {
  run: UseCase<Result>;
  /** Takes what the use-case needs from the request. Not asked where it refuses whatever is sent. */
  input: () => unknown;
  answer: (result: Result, ctx: Context) => Response | Promise<Response>;
  refuse: (error: unknown, requestId: string) => Response;
}

const refuses = (ctx: Context, permission?: Permission | "public"): boolean =>
  permission !== undefined && permission !== "public" && reachOf(ctx, permission) === "none";

/**
 * One call from outside: who asks, what they send, the use-case, its answer in the shape of the
 * door. A cookie-borne call that writes must come from our own origin; a token-borne one needs no
 * origin. A write that never reaches its command is audited here.
 */
export async function answerCall<Result>(
  request: NextRequest,
  { run, input, answer, refuse }: Call<Result>,
): Promise<Response> {
  const writes = request.method !== "GET" && request.method !== "HEAD";
  let ctx = strangerContext(request.headers);
  let isAtTheDoor = true;
  try {
    ctx = await requestContext({ sameOrigin: writes, request });
    const given = refuses(ctx, run.permission) ? {} : await input();
    isAtTheDoor = false;
    // The use-case parses what it is given; no door knows its type.
    return await answer(await run(ctx, given as never), ctx);
  } catch (error) {
    const told = writes && isAtTheDoor ? await auditAtTheDoor(ctx, run.command, error) : error;
    return refuse(told, ctx.requestId);
  }
}
