import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { needsAnotherApprover } from "@/lib/domain/lifecycle/offboarding";
import type { Prisma } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import { type Context, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { connectorEntry } from "../sources/connector-entries";
import { supportFor, targetOf } from "./target";
import { tellByHand } from "./tell-people";

const defaultWatchDays = 14;

export const offboardingReason = z
  .string()
  .trim()
  .min(5, "Give a reason of at least 5 characters")
  .max(1000);

const nameOf = (ctx: Context): string =>
  ctx.actor.type === "anonymous" ? "anonymous" : ctx.actor.name;

/**
 * Opens a case for an identity or one of its credentials. Nothing is called yet: the worker first
 * makes a dry run, and a person approves what it shows.
 */
export const requestOffboarding = defineCommand({
  name: "offboarding.request",
  event: "offboarding.requested",
  permission: "offboarding:request",
  input: z.strictObject({
    identityId: z.uuid(),
    credentialId: z.uuid().optional(),
    reason: offboardingReason,
    watchDays: z.coerce.number().int().min(0).max(90).optional(),
  }),
  run: async ({ tx, ctx, input, reach }) => {
    const { identity, target } = await targetOf(tx, input.identityId, input.credentialId);
    if (reach === "own" && identity.ownerId !== personIdOf(ctx))
      throw new DomainError("not_found", "There is no such identity, or it is not yours.");
    const { source } = identity;
    const open = await tx.offboardingCase.findFirst({
      where: { sourceId: source.id, externalId: target.externalId, closedAt: null },
      select: { id: true },
    });
    if (open) {
      throw new DomainError(
        "conflict",
        `${target.name} already has an open case. Nothing was changed.`,
      );
    }
    const { manifest } = connectorEntry(source.connectorId);
    const support = supportFor(manifest.actions, target);
    const atProvider = Boolean(support && source.sealedActions);
    const made = await tx.offboardingCase.create({
      data: {
        identityId: identity.id,
        sourceId: source.id,
        sourceName: source.name,
        connectorId: source.connectorId,
        target: target as unknown as Prisma.InputJsonObject,
        externalId: target.externalId,
        mode: atProvider ? "provider" : "manual",
        state: atProvider ? "requested" : "manual",
        reason: input.reason,
        requestedById: personIdOf(ctx),
        requestedBy: nameOf(ctx),
        otherApprover: needsAnotherApprover(identity),
        watchDays: input.watchDays ?? support?.watchDays ?? defaultWatchDays,
        nextAt: atProvider ? ctx.now : null,
        createdAt: ctx.now,
        stateAt: ctx.now,
      },
    });
    await tx.identityEvent.create({
      data: {
        identityId: identity.id,
        at: ctx.now,
        kind: "offboarding",
        summary: `${nameOf(ctx)} asked to offboard ${target.subject === "credential" ? `${target.name}: ` : ""}${input.reason}`,
        change: { caseId: made.id },
      },
    });
    if (!atProvider) {
      const because = `Muster has no write credential or no call for it at ${source.name}. ${nameOf(ctx)} asked: ${input.reason}`;
      await tellByHand(tx, { ...made, identity }, because, ctx.now);
    }
    if (atProvider)
      await enqueue(tx, "advance-offboarding", {}, { singletonKey: "advance-offboarding" });
    return {
      result: { caseId: made.id, mode: made.mode },
      audit: {
        targetType: "offboarding_case",
        targetId: made.id,
        detail: {
          name: target.name,
          subject: target.subject,
          externalId: target.externalId,
          source: source.name,
          mode: made.mode,
          reason: input.reason,
        },
      },
    };
  },
});
