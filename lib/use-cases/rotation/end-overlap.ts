import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { reasonText } from "@/lib/domain/reason";
import { defineCommand } from "../define-command";
import { caseOrRefuse, moveCase } from "../offboarding/case-state";
import { isSoft } from "../offboarding/case-step";
import { soon } from "../offboarding/open-case";
import { audited } from "../offboarding/record";

/** A person decides that the old one goes now, used or not. */
export const endOverlap = defineCommand({
  name: "rotation.end-overlap",
  event: "rotation.overlap-ended",
  permission: "offboarding:decide",
  stepUp: true,
  input: z.strictObject({ caseId: z.uuid(), reason: reasonText }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    if (found.state !== "overlapping")
      throw new DomainError("conflict", "Old and new do not both work here. Nothing was changed.");
    const event = isSoft(found) ? "start_disable" : "start_delete";
    const to = await moveCase(tx, found, event, ctx.now, { nextAt: ctx.now });
    await soon(tx);
    return { result: { caseId: found.id }, audit: audited(found.id, { to, reason: input.reason }) };
  },
});
