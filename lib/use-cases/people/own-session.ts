import { DomainError } from "@/lib/domain/errors";
import type { Context } from "../context";

/** The signed-in person who asks. How one signs in can be changed by nobody else, and by no token. */
export function ownSession(ctx: Context): { personId: string; sessionId: string } {
  if (ctx.actor.type === "person") return ctx.actor;
  throw new DomainError("forbidden", "Sign in to change how you sign in.");
}
