import { z } from "zod";
import { dayOf } from "@/lib/domain/days";
import { DomainError } from "@/lib/domain/errors";
import { administratorRenewal, latestEnd } from "@/lib/domain/lifecycle/exception";
import { type ControlKind, mayCompensate } from "@/lib/domain/policy/controls";
import { reasonText } from "@/lib/domain/reason";
import type { Prisma, Tx } from "@/lib/infra/db";
import { actorName, assuranceOf, type Context, personIdOf, reachOf } from "../context";
import { defineCommand } from "../define-command";
import { assess } from "./assess";
import { applyException } from "./cover-findings";
import {
  activateException,
  auditedException,
  exceptionOrRefuse,
  moveException,
  type StoredException,
  tellException,
} from "./exception-state";
import { tellDecided } from "./tell-people";

export const exceptionInput = z.strictObject({ exceptionId: z.uuid() });
const withReason = exceptionInput.extend({ reason: reasonText });

function mayApprove(ctx: Context, found: StoredException): string {
  const { actor } = ctx;
  if (actor.type !== "person")
    throw new DomainError("forbidden", "Only a person can approve an exception.");
  if (found.requestedById === actor.personId)
    throw new DomainError(
      "forbidden",
      "Somebody other than the person who asked must approve an exception. Nothing was changed.",
    );
  if (found.renewals >= administratorRenewal && actor.role !== "admin")
    throw new DomainError(
      "forbidden",
      `This has been renewed ${found.renewals - 1} times: an administrator must decide. Nothing was changed.`,
    );
  return actor.personId;
}

/** The controls against the facts as they are now, and the end against the policy as it is now. */
async function checkAgain(tx: Tx, found: StoredException, now: Date) {
  const identity = await tx.identity.findUnique({
    where: { id: found.identityId ?? "" },
    include: { source: true },
  });
  if (!identity || identity.missingSince)
    throw new DomainError("conflict", "The identity is gone, so nothing is left to except.");
  const { connectorId, sealedActions } = identity.source;
  const place = { connectorId, canAct: Boolean(sealedActions) };
  const seen = await assess(identity.id, found.controls as ControlKind[], place, now);
  if (!mayCompensate(seen.checks))
    throw new DomainError(
      "conflict",
      "Every compensating control that it names fails now. Nothing was changed.",
    );
  if (found.endsAt > latestEnd(found.startsAt, seen.limits.exceptionDays))
    throw new DomainError(
      "conflict",
      `The policy now allows at most ${seen.limits.exceptionDays} days. Reject it and ask again.`,
    );
  return seen;
}

/** Approves a request; it is in force at once, or from its first day. */
export const approveException = defineCommand({
  name: "exception.approve",
  event: "exception.approved",
  permission: "exception:decide",
  stepUp: true,
  input: exceptionInput.extend({ comment: z.string().trim().max(1000).optional() }),
  run: async ({ tx, ctx, input }) => {
    const found = await exceptionOrRefuse(tx, input.exceptionId);
    const personId = mayApprove(ctx, found);
    const seen = await checkAgain(tx, found, ctx.now);
    const assurance = assuranceOf(ctx);
    let state = await moveException(tx, found, "approve", ctx.now, {
      decidedById: personId,
      decidedBy: actorName(ctx),
      decidedAt: ctx.now,
      decision: input.comment || null,
      assurance,
      checks: seen.checks as unknown as Prisma.InputJsonArray,
      checkedAt: ctx.now,
    });
    if (found.startsAt <= ctx.now) state = await activateException(tx, found, ctx.now);
    const until = dayOf(found.endsAt);
    await tellException(
      tx,
      found,
      ctx.now,
      `${actorName(ctx)} approved an exception until ${until}`,
    );
    await tellDecided(tx, found, { by: actorName(ctx), decision: "approved", at: ctx.now });
    const failing = seen.checks.filter((check) => check.state === "fail").length;
    return {
      result: { exceptionId: found.id, state },
      audit: auditedException(found.id, { assuranceLevel: assurance, failingControls: failing }),
    };
  },
});

/** Turns a request down; the reason stays with it. */
export const rejectException = defineCommand({
  name: "exception.reject",
  event: "exception.rejected",
  permission: "exception:decide",
  input: withReason,
  run: async ({ tx, ctx, input }) => {
    const found = await exceptionOrRefuse(tx, input.exceptionId);
    if (!personIdOf(ctx)) throw new DomainError("forbidden", "Only a person can decide it.");
    const state = await moveException(tx, found, "reject", ctx.now, {
      decidedById: personIdOf(ctx),
      decidedBy: actorName(ctx),
      decidedAt: ctx.now,
      decision: input.reason,
    });
    await tellDecided(tx, found, { by: actorName(ctx), decision: "rejected", at: ctx.now });
    return {
      result: { exceptionId: found.id, state },
      audit: auditedException(found.id, { reason: input.reason }),
    };
  },
});

/** Takes a request back, or ends an exception early: what it covered is open again at once. */
export const withdrawException = defineCommand({
  name: "exception.withdraw",
  event: "exception.withdrawn",
  permission: "exception:request",
  input: withReason,
  run: async ({ tx, ctx, input }) => {
    const found = await exceptionOrRefuse(tx, input.exceptionId);
    const isRequester = found.requestedById !== null && found.requestedById === personIdOf(ctx);
    if (!isRequester && reachOf(ctx, "exception:decide") !== "all")
      throw new DomainError("not_found", "There is no such exception, or it is not yours.");
    const state = await moveException(tx, found, "withdraw", ctx.now);
    const { reopened } = await applyException(tx, found);
    await tellException(
      tx,
      found,
      ctx.now,
      `${actorName(ctx)} ended an exception: ${input.reason}`,
    );
    return {
      result: { exceptionId: found.id, state, reopened },
      audit: auditedException(found.id, { reason: input.reason, reopened }),
    };
  },
});
