import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { Reach } from "@/lib/domain/people/permissions";
import { reasonText } from "@/lib/domain/reason";
import type { Tx } from "@/lib/infra/db";
import { actorName, assuranceOf, type Context, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { caseOrRefuse, moveCase } from "./case-state";
import { soon } from "./open-case";
import { audited } from "./record";
import { tellRejected } from "./tell-people";

/** The case that waits for its owner, and whether it is the owner who answers. */
async function waitingFor(tx: Tx, ctx: Context, caseId: string, reach: Reach) {
  const found = await caseOrRefuse(tx, caseId);
  const personId = personIdOf(ctx);
  if (!personId) throw new DomainError("forbidden", "Only a person can answer for an owner.");
  const isOwner = found.identity?.ownerId === personId;
  if (reach === "own" && !isOwner)
    throw new DomainError("not_found", "There is no such case, or it is not yours.");
  if (found.state !== "confirming")
    throw new DomainError(
      "conflict",
      "This case does not wait for its owner. Nothing was changed.",
    );
  return { found, personId, isOwner };
}

interface Answer {
  caseId: string;
  decision: "confirmed" | "refused";
  reason: string | null;
}

const keepAnswer = (tx: Tx, ctx: Context, personId: string, answer: Answer): Promise<unknown> =>
  tx.offboardingApproval.create({
    data: {
      ...answer,
      personId,
      personName: actorName(ctx),
      assuranceLevel: assuranceOf(ctx),
      at: ctx.now,
    },
  });

/** The owner agrees to a deletion that has no step before it; somebody who decides may, with a reason. */
export const confirmDeletion = defineCommand({
  name: "offboarding.confirm",
  event: "offboarding.confirmed",
  permission: "offboarding:confirm",
  stepUp: true,
  input: z.strictObject({ caseId: z.uuid(), reason: reasonText.optional() }),
  run: async ({ tx, ctx, input, reach }) => {
    const { found, personId, isOwner } = await waitingFor(tx, ctx, input.caseId, reach);
    const { id: caseId } = found;
    const reason = input.reason ?? null;
    if (!isOwner && reason === null)
      throw new DomainError("invalid_input", "Say why you answer in place of the owner.", {
        fields: { reason: "Say why you answer in place of the owner" },
      });
    if (!isOwner && found.otherApprover && found.requestedById === personId)
      throw new DomainError(
        "forbidden",
        "The policy asks for two people here: whoever asked for it cannot answer for the owner. Nothing was changed.",
      );
    await moveCase(tx, found, "start_delete", ctx.now, { nextAt: ctx.now });
    await keepAnswer(tx, ctx, personId, { caseId, decision: "confirmed", reason });
    await soon(tx);
    return { result: { caseId }, audit: audited(caseId, { isOwner, reason }) };
  },
});

/** The owner still needs it: nothing was changed at the provider, and nothing will be. */
export const refuseDeletion = defineCommand({
  name: "offboarding.refuse",
  event: "offboarding.refused-by-owner",
  permission: "offboarding:confirm",
  input: z.strictObject({ caseId: z.uuid(), reason: reasonText }),
  run: async ({ tx, ctx, input, reach }) => {
    const { found, personId, isOwner } = await waitingFor(tx, ctx, input.caseId, reach);
    const { id: caseId } = found;
    const { reason } = input;
    await moveCase(tx, found, "reject", ctx.now);
    await keepAnswer(tx, ctx, personId, { caseId, decision: "refused", reason });
    await tellRejected(tx, found, { by: actorName(ctx), reason, at: ctx.now });
    return { result: { caseId }, audit: audited(caseId, { isOwner, reason }) };
  },
});
