import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { personIdOf } from "../context";
import { defineCommand } from "../define-command";

/** Ends one of one's own tokens, from the next request on. There is no way back. */
export const revokeToken = defineCommand({
  name: "token.revoke",
  event: "token.revoked",
  permission: "token:revoke",
  input: z.strictObject({ tokenId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const done = await tx.apiToken.updateMany({
      where: {
        id: input.tokenId,
        personId: personIdOf(ctx) ?? "00000000-0000-0000-0000-000000000000",
        revokedAt: null,
      },
      data: { revokedAt: ctx.now, revokedBecause: "by_hand" },
    });
    if (done.count === 0) throw new DomainError("not_found", "This token is not active.");
    return { result: null, audit: { targetType: "token", targetId: input.tokenId } };
  },
});
