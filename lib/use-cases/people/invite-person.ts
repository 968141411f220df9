import { z } from "zod";
import { dayMs } from "@/lib/domain/days";
import { DomainError } from "@/lib/domain/errors";
import { emailAddress } from "@/lib/domain/people/password-rule";
import { roles } from "@/lib/domain/people/permissions";
import { baseUrl } from "@/lib/infra/env";
import { linkToken, sha256 } from "@/lib/infra/one-time-token";
import { personIdOf } from "../context";
import { defineCommand } from "../define-command";

const validDays = 7;

/** A link that lets one address in once, valid for seven days. The link is in this answer and nowhere else. */
export const invitePerson = defineCommand({
  name: "person.invite",
  event: "person.invited",
  permission: "person:invite",
  stepUp: true,
  input: z.strictObject({ email: emailAddress, role: z.enum(roles) }),
  run: async ({ tx, ctx, input }) => {
    if (await tx.person.findUnique({ where: { email: input.email } })) {
      throw new DomainError("conflict", "Somebody with this e-mail address is already here.", {
        fields: { email: "is already here" },
      });
    }
    await tx.invitation.updateMany({
      where: { purpose: "invitation", email: input.email, usedAt: null, revokedAt: null },
      data: { revokedAt: ctx.now },
    });
    const token = linkToken();
    const expiresAt = new Date(ctx.now.getTime() + validDays * dayMs);
    const row = await tx.invitation.create({
      data: {
        purpose: "invitation",
        tokenHash: sha256(token),
        email: input.email,
        role: input.role,
        createdBy: personIdOf(ctx),
        expiresAt,
      },
    });
    return {
      result: {
        url: `${baseUrl()}/invitation?token=${token}`,
        expiresAt: expiresAt.toISOString(),
      },
      audit: { targetType: "invitation", targetId: row.id, detail: { role: input.role } },
    };
  },
});

/** Makes a link that was not used yet worthless. */
export const withdrawInvitation = defineCommand({
  name: "invitation.withdraw",
  event: "invitation.withdrawn",
  permission: "person:invite",
  input: z.strictObject({ invitationId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const done = await tx.invitation.updateMany({
      where: { id: input.invitationId, purpose: "invitation", usedAt: null, revokedAt: null },
      data: { revokedAt: ctx.now },
    });
    if (done.count === 0) throw new DomainError("not_found", "This invitation is no longer open.");
    return { result: null, audit: { targetType: "invitation", targetId: input.invitationId } };
  },
});
