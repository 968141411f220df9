import { z } from "zod";
import { dayMs, dayOf } from "@/lib/domain/days";
import { DomainError } from "@/lib/domain/errors";
import { latestEnd } from "@/lib/domain/lifecycle/exception";
import { approvesItself } from "@/lib/domain/policy/automatic";
import { controlKinds } from "@/lib/domain/policy/controls";
import { reasonText } from "@/lib/domain/reason";
import type { Prisma } from "@/lib/infra/db";
import { actorName, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { type Assessment, assess } from "./assess";
import {
  activateException,
  auditedException,
  exceptionOrRefuse,
  moveException,
  tellException,
} from "./exception-state";
import { exceptionTarget, targetOfException } from "./exception-target";
import { tellDecisionWanted } from "./tell-people";

const input = z.strictObject({
  ...exceptionTarget,
  reason: reasonText,
  controls: z.array(z.enum(controlKinds)).min(1, "Name at least one compensating control").max(4),
  /** What the control of kind `other` is. */
  controlsNote: z.string().trim().max(1000).optional(),
  /** Now, unless it is to begin later. */
  startsAt: z.coerce.date().optional(),
  endsAt: z.coerce.date(),
});

function checkSpan(startsAt: Date, endsAt: Date, now: Date, { limits }: Assessment): void {
  const refuse = (message: string) => {
    throw new DomainError("invalid_input", `${message} Nothing was changed.`);
  };
  if (startsAt.getTime() > now.getTime() + limits.exceptionDays * dayMs)
    refuse("An exception cannot begin that far ahead.");
  if (endsAt.getTime() <= Math.max(startsAt.getTime(), now.getTime()))
    refuse("The end must lie after the beginning.");
  if (endsAt > latestEnd(startsAt, limits.exceptionDays))
    refuse(`The policy allows at most ${limits.exceptionDays} days for this identity.`);
}

/**
 * Asks to let a finding, or a rule at an identity, stand for a time. Low risk approves itself where
 * the policy says so; anything else waits for a person other than the one who asks.
 */
export const requestException = defineCommand({
  name: "exception.request",
  event: "exception.requested",
  permission: "exception:request",
  input,
  run: async ({ tx, ctx, input, reach }) => {
    const target = await targetOfException(tx, ctx, reach, input);
    if (target.pendingId)
      throw new DomainError("conflict", "This already waits for a decision. Nothing was changed.");
    if (target.identity.missingSince || target.finding?.state === "resolved")
      throw new DomainError("conflict", "The finding is already resolved. Nothing was changed.");
    if (input.controls.includes("other") && !input.controlsNote)
      throw new DomainError("invalid_input", "Say what the other control is. Nothing was changed.");
    const found = await assess(target.identity.id, input.controls, target.place, ctx.now);
    const startsAt = input.startsAt && input.startsAt > ctx.now ? input.startsAt : ctx.now;
    checkSpan(startsAt, input.endsAt, ctx.now, found);
    const made = await tx.policyException.create({
      data: {
        identityId: target.identity.id,
        identityName: target.identity.name,
        sourceName: target.identity.source.name,
        ruleId: target.ruleId,
        findingKey: target.findingKey,
        state: "requested",
        reason: input.reason,
        controls: input.controls,
        controlsNote: input.controlsNote ?? null,
        checks: found.checks as unknown as Prisma.InputJsonArray,
        checkedAt: ctx.now,
        startsAt,
        endsAt: input.endsAt,
        mostDays: found.limits.exceptionDays,
        policyVersion: found.policyVersion,
        renewals: target.renewals,
        previousId: target.previous?.id ?? null,
        requestedById: personIdOf(ctx),
        requestedBy: actorName(ctx),
        nextAt: input.endsAt,
        createdAt: ctx.now,
        stateAt: ctx.now,
      },
    });
    const until = dayOf(input.endsAt);
    const what = `${actorName(ctx)} asked to except “${target.title}” until ${until}: ${input.reason}`;
    await tellException(tx, made, ctx.now, what);
    const itself = approvesItself({
      limits: found.limits,
      riskBand: target.identity.riskBand,
      severity: target.severity,
      renewals: target.renewals,
      lastsDays: (input.endsAt.getTime() - startsAt.getTime()) / dayMs,
      checks: found.checks,
    });
    let { state } = made;
    if (itself.automatic) {
      state = await moveException(tx, made, "approve", ctx.now, {
        automatic: true,
        decidedBy: "The policy",
        decidedAt: ctx.now,
        decision: itself.because,
      });
      if (startsAt <= ctx.now)
        state = await activateException(tx, await exceptionOrRefuse(tx, made.id), ctx.now);
    } else {
      await tellDecisionWanted(tx, { ...made, identity: target.identity }, ctx.now);
    }
    return {
      result: { exceptionId: made.id, state },
      audit: auditedException(made.id, {
        identity: target.identity.name,
        rule: target.ruleId,
        scope: target.findingKey === null ? "rule" : "finding",
        until: input.endsAt.toISOString(),
        renewals: target.renewals,
        automatic: itself.automatic,
        because: itself.because,
        reason: input.reason,
      }),
    };
  },
});
