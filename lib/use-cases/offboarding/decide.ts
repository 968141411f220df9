import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { reasonText } from "@/lib/domain/reason";
import type { Tx } from "@/lib/infra/db";
import { actorName, assuranceOf, type Context, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { caseOrRefuse, moveCase } from "./case-state";
import { soon } from "./open-case";
import { canBeMadeAgain } from "./planned-steps";
import { audited } from "./record";
import { tellByHand, tellRejected } from "./tell-people";

/** Approves the dry run. Where two people must agree, the requester cannot be the approver. */
export const approveOffboarding = defineCommand({
  name: "offboarding.approve",
  event: "offboarding.approved",
  permission: "offboarding:decide",
  stepUp: true,
  input: z.strictObject({ caseId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const personId = personIdOf(ctx);
    if (!personId) throw new DomainError("forbidden", "Only a person can approve a case.");
    if (found.otherApprover && found.requestedById === personId) {
      throw new DomainError(
        "forbidden",
        "The policy asks for two people here: somebody other than the requester must approve. Nothing was changed.",
      );
    }
    await moveCase(tx, found, "approve", ctx.now, { nextAt: ctx.now });
    await tx.offboardingApproval.create({
      data: {
        caseId: found.id,
        personId,
        personName: actorName(ctx),
        decision: "approved",
        assuranceLevel: assuranceOf(ctx),
        at: ctx.now,
      },
    });
    await soon(tx);
    return {
      result: { caseId: found.id },
      audit: audited(found.id, { assuranceLevel: assuranceOf(ctx) }),
    };
  },
});

/** Turns a request down; the reason stays with the case. */
export const rejectOffboarding = defineCommand({
  name: "offboarding.reject",
  event: "offboarding.rejected",
  permission: "offboarding:decide",
  input: z.strictObject({ caseId: z.uuid(), reason: reasonText }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const personId = personIdOf(ctx);
    if (!personId) throw new DomainError("forbidden", "Only a person can decide a case.");
    await moveCase(tx, found, "reject", ctx.now);
    await tx.offboardingApproval.create({
      data: {
        caseId: found.id,
        personId,
        personName: actorName(ctx),
        decision: "rejected",
        reason: input.reason,
        assuranceLevel: assuranceOf(ctx),
        at: ctx.now,
      },
    });
    await tellRejected(tx, found, { by: actorName(ctx), reason: input.reason, at: ctx.now });
    return { result: { caseId: found.id }, audit: audited(found.id, { reason: input.reason }) };
  },
});

/** Withdraws a case before anything was done at the provider. */
export const cancelOffboarding = defineCommand({
  name: "offboarding.cancel",
  event: "offboarding.cancelled",
  permission: "offboarding:request",
  input: z.strictObject({ caseId: z.uuid() }),
  run: async ({ tx, ctx, input, reach }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    if (reach === "own" && found.requestedById !== personIdOf(ctx))
      throw new DomainError("not_found", "There is no such case, or it is not yours.");
    await moveCase(tx, found, "cancel", ctx.now);
    return { result: { caseId: found.id }, audit: audited(found.id, {}) };
  },
});

/** Gives the target back: while it is only disabled, and after its deletion where it can be made again. */
export const undoOffboarding = defineCommand({
  name: "offboarding.undo",
  event: "offboarding.undo-asked",
  permission: "offboarding:undo",
  stepUp: true,
  input: z.strictObject({ caseId: z.uuid(), reason: reasonText }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    if (found.state === "stuck" && ["delete", "replace"].includes(found.step ?? "")) {
      throw new DomainError(
        "conflict",
        "The last step may already have happened, so it cannot be undone. Nothing was changed.",
      );
    }
    if (found.state === "verified" && !canBeMadeAgain(found))
      throw new DomainError("conflict", "It is gone for good: nothing was kept to make it again.");
    // While old and new both work, undoing means that the new one goes.
    const step = found.state === "overlapping" ? "destroy" : "enable";
    await moveCase(tx, found, "undo", ctx.now, { nextAt: ctx.now, step });
    await soon(tx);
    return { result: { caseId: found.id }, audit: audited(found.id, { reason: input.reason }) };
  },
});

/** Looks at a stuck case at once instead of tomorrow. */
export const retryOffboarding = defineCommand({
  name: "offboarding.retry",
  event: "offboarding.retry-asked",
  permission: "offboarding:decide",
  input: z.strictObject({ caseId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const { count } = await tx.offboardingCase.updateMany({
      where: { id: input.caseId, state: { in: ["stuck", "dangling", "requested"] } },
      data: { nextAt: ctx.now },
    });
    if (count === 0)
      throw new DomainError("conflict", "This case does not wait to be tried again.");
    await soon(tx);
    return { result: { caseId: input.caseId }, audit: audited(input.caseId, {}) };
  },
});

/** The proof stands with the decisions; who reports again after a sync still found it says it anew. */
const keepProof = (
  tx: Tx,
  ctx: Context,
  { reason, ...whose }: { caseId: string; personId: string; reason: string },
): Promise<unknown> => {
  const said = { reason, assuranceLevel: assuranceOf(ctx), at: ctx.now };
  return tx.offboardingApproval.upsert({
    where: { caseId_personId_decision: { ...whose, decision: "reported" } },
    create: { ...whose, ...said, decision: "reported", personName: actorName(ctx) },
    update: said,
  });
};

/** A person did at the provider what Muster cannot: the next complete sync proves it. */
export const reportOffboardingDone = defineCommand({
  name: "offboarding.report-done",
  event: "offboarding.reported-done",
  permission: "offboarding:report",
  input: z.strictObject({ caseId: z.uuid(), proof: reasonText }),
  run: async ({ tx, ctx, input, reach }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    if (reach === "own" && found.identity?.ownerId !== personIdOf(ctx))
      throw new DomainError("not_found", "There is no such case, or it is not yours.");
    await moveCase(tx, found, "report_done", ctx.now, { nextAt: ctx.now });
    const personId = personIdOf(ctx);
    if (personId) await keepProof(tx, ctx, { caseId: found.id, personId, reason: input.proof });
    await soon(tx);
    return { result: { caseId: found.id }, audit: audited(found.id, { proof: input.proof }) };
  },
});

/** Leaves the case to a person, for example when the write credential was taken away. */
export const handOverOffboarding = defineCommand({
  name: "offboarding.hand-over",
  event: "offboarding.handed-over",
  permission: "offboarding:decide",
  input: z.strictObject({ caseId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    await moveCase(tx, found, "hand_over", ctx.now, { mode: "manual" });
    await tellByHand(tx, found, `${actorName(ctx)} left it to a person.`, ctx.now);
    return { result: { caseId: found.id }, audit: audited(found.id, {}) };
  },
});
