import { z } from "zod";
import { confirmEveryMs, confirmPatienceMs } from "@/lib/domain/lifecycle/offboarding";
import { reach } from "@/lib/domain/people/permissions";
import { defineCommand } from "../define-command";
import { caseOrRefuse } from "./case-state";
import { begin, isSoft, type Look } from "./case-step";
import { audited, recordMove } from "./record";
import { tellConfirmationWanted } from "./tell-people";

/** The owner, where there is one who can sign in and answer. */
function ownerOf({ identity }: Look["found"]) {
  const owner = identity?.owner;
  if (!owner || owner.status !== "active") return null;
  return reach(owner.role, "offboarding:confirm") === "none" ? null : owner;
}

/**
 * After the approval: what the provider can switch off is switched off and watched. Where it cannot,
 * the owner is asked in place of a watch, unless it was the owner who asked or approved.
 */
export async function beginOffboarding(look: Look): Promise<void> {
  const { found, ctx } = look;
  if (isSoft(found)) return begin(look, "Approved");
  const owner = ownerOf(found);
  if (!owner) return begin(look, "Approved; it has no owner who could be asked");
  const hasSpoken =
    found.requestedById === owner.id ||
    found.approvals.some(({ personId }) => personId === owner.id);
  if (hasSpoken) return begin(look, `Approved, and wanted by its owner ${owner.name}`);
  await recordMove(ctx, {
    caseId: found.id,
    event: "ask_owner",
    because: `Approved; the provider cannot switch it off first, so its owner ${owner.name} is asked`,
  });
}

const recordAsked = defineCommand({
  name: "offboarding.ask-owner",
  event: "offboarding.owner-asked",
  permission: "offboarding:decide",
  input: z.strictObject({ caseId: z.uuid(), hasOwner: z.boolean() }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const waitedMs = ctx.now.getTime() - found.stateAt.getTime();
    const others = !input.hasOwner || waitedMs >= confirmPatienceMs;
    await tx.offboardingCase.update({
      where: { id: found.id, state: "confirming" },
      data: { nextAt: new Date(ctx.now.getTime() + confirmEveryMs) },
    });
    await tellConfirmationWanted(tx, found, { others, at: ctx.now });
    return { result: null, audit: audited(found.id, { alsoAsked: others }) };
  },
});

/** Asks the owner once a day; after three days, or when the owner has left, also those who decide. */
export const remindOwner = async ({ found, ctx }: Look): Promise<void> => {
  await recordAsked(ctx, { caseId: found.id, hasOwner: ownerOf(found) !== null });
};
