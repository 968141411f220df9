import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { defineCommand } from "../define-command";
import { personIdOf } from "../context";

/** Ends one of one's own sessions, the present one or another. */
export const endSession = defineCommand({
  name: "session.end",
  event: "session.ended",
  permission: "self:change",
  input: z.strictObject({ sessionId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const ended = await tx.session.updateMany({
      where: { id: input.sessionId, personId: personIdOf(ctx) ?? undefined, endedAt: null },
      data: { endedAt: ctx.now, endedBecause: "signed out" },
    });
    if (ended.count === 0) {
      throw new DomainError("not_found", "This session has ended already or is not yours.");
    }
    return {
      result: { ended: ended.count },
      audit: { targetType: "session", targetId: input.sessionId },
    };
  },
});
