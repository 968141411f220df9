import { DomainError } from "@/lib/domain/errors";
import {
  reach,
  scopesAllow,
  type Permission,
  type Reach,
  type Role,
} from "@/lib/domain/people/permissions";

/** Who asks. A token acts for its person with at most that person's rights. */
export type Actor =
  | {
      type: "person";
      personId: string;
      name: string;
      role: Role;
      sessionId: string;
      /** AAL 1-3 of NIST SP 800-63-4. */
      assuranceLevel: number;
      steppedUpAt: Date | null;
    }
  | { type: "token"; personId: string; name: string; role: Role; tokenId: string; scopes: string[] }
  | { type: "operator"; name: string }
  | { type: "system"; name: string }
  | { type: "anonymous" };

export interface Context {
  actor: Actor;
  now: Date;
  requestId: string;
  ip: string | null;
}

const stepUpWindowMs = 10 * 60_000;

/** How far this actor's permission reaches: everything, only what is theirs, or nothing. */
export function reachOf(ctx: Context, permission: Permission): Reach {
  const { actor } = ctx;
  switch (actor.type) {
    case "operator":
    case "system":
      return "all";
    case "anonymous":
      return "none";
    case "token":
      return scopesAllow(actor.scopes, permission) ? reach(actor.role, permission) : "none";
    case "person":
      return reach(actor.role, permission);
  }
}

/** Throws unless the actor holds the permission at least for what is theirs. */
export function authorise(ctx: Context, permission: Permission): Reach {
  const found = reachOf(ctx, permission);
  if (found !== "none") return found;
  if (ctx.actor.type === "anonymous") {
    throw new DomainError("unauthenticated", "Sign in to continue.");
  }
  const isOfScopes = ctx.actor.type === "token" && reach(ctx.actor.role, permission) !== "none";
  throw new DomainError(
    "forbidden",
    isOfScopes
      ? "The scopes of this token do not open this, though the role of its person would. docs/api.md names what each opens."
      : "Your role does not allow this. An administrator can change it.",
  );
}

/**
 * Throws unless a person proved their second factor within the last ten minutes. Tokens can never
 * step up; the command line of the machine and jobs need not.
 */
export function requireStepUp(ctx: Context): void {
  const { actor, now } = ctx;
  if (actor.type === "operator" || actor.type === "system") return;
  const at = actor.type === "person" ? actor.steppedUpAt : null;
  if (at && now.getTime() - at.getTime() <= stepUpWindowMs) return;
  throw new DomainError(
    "step_up_required",
    actor.type === "token"
      ? "A token cannot do this: a person does it in the browser and confirms who they are."
      : "Confirm that it is you before this change.",
  );
}

/** The person behind the actor, or null for jobs and the operator's command line. */
export function personIdOf(ctx: Context): string | null {
  return ctx.actor.type === "person" || ctx.actor.type === "token" ? ctx.actor.personId : null;
}

/** How the actor is named in rows that outlive it. */
export const actorName = ({ actor }: Context): string =>
  actor.type === "anonymous" ? "anonymous" : actor.name;

/** How surely the person is known, as AAL 1-3; a token or a job counts as one factor. */
export const assuranceOf = ({ actor }: Context): number =>
  actor.type === "person" ? actor.assuranceLevel : 1;

export const systemContext = (name: string, now = new Date()): Context => ({
  actor: { type: "system", name },
  now,
  requestId: `system-${name}`,
  ip: null,
});
