import { DomainError } from "@/lib/domain/errors";
import type { Context } from "@/lib/use-cases/context";
import { auditAtTheDoor } from "./refused-request";

/** Where the answer sends the browser. */
async function leadsTo(answer: Response): Promise<URL> {
  const location = answer.headers.get("location");
  const body = location
    ? null
    : ((await answer
        .clone()
        .json()
        .catch(() => null)) as unknown);
  const target = location ?? (body as { url?: unknown } | null)?.url;
  return new URL(typeof target === "string" ? target : "/", "http://localhost");
}

/**
 * Writes down what next-auth refused by itself, before any command: a form without its token, or a
 * provider's answer that does not hold.
 */
export async function auditUnheard(
  ctx: Context,
  action: string | undefined,
  answer: Response,
): Promise<void> {
  if (action !== "callback" && action !== "signout") return;
  const { pathname, searchParams } = await leadsTo(answer);
  const isForged = pathname === `/api/auth/sign${action === "signout" ? "out" : "in"}`;
  // What a command of ours refused comes back here too, in its own words.
  const isUnproven =
    pathname === "/api/auth/error" &&
    /^(OAuthCallback|Callback)$/.test(searchParams.get("error") ?? "");
  if (!isUnproven && !(isForged && searchParams.get("csrf") === "true")) return;
  const code = isForged ? "forbidden" : "unauthenticated";
  const command = action === "signout" ? "session.end" : "session.start";
  await auditAtTheDoor(ctx, command, new DomainError(code, "Refused by the door of sign-in."));
}
