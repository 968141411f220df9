import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { passwordProblem, personName } from "@/lib/domain/people/password-rule";
import { roles } from "@/lib/domain/people/permissions";
import { db } from "@/lib/infra/db";
import { sha256 } from "@/lib/infra/one-time-token";
import { hashPassword } from "@/lib/infra/password";
import { defineCommand } from "../define-command";

const standing = (token: string, now: Date) => ({
  tokenHash: sha256(token),
  purpose: "invitation",
  usedAt: null,
  revokedAt: null,
  expiresAt: { gt: now },
});

/** What a link still offers, for the page behind it. Looking never uses it up. */
export async function findInvitation(
  token: string,
  now: Date,
): Promise<{ email: string; role: string } | null> {
  const row = await db().invitation.findFirst({ where: standing(token, now) });
  return row?.email ? { email: row.email, role: row.role } : null;
}

/** Uses the link up and makes its person, who then signs in with the password. */
export const acceptInvitation = defineCommand({
  name: "invitation.accept",
  event: "invitation.accepted",
  permission: "public",
  input: z.strictObject({
    token: z.string().min(20).max(100),
    name: personName,
    password: z.string().max(1_000),
  }),
  run: async ({ tx, ctx, input }) => {
    const where = standing(input.token, ctx.now);
    const row = await tx.invitation.findFirst({ where });
    const used = await tx.invitation.updateMany({ where, data: { usedAt: ctx.now } });
    if (!row?.email || used.count !== 1) {
      throw new DomainError(
        "forbidden",
        "This invitation was used, withdrawn or has expired. Ask for a new one.",
      );
    }
    const problem = passwordProblem(input.password, row.email);
    if (problem) {
      throw new DomainError("invalid_input", `${problem}.`, { fields: { password: problem } });
    }
    if (await tx.person.findUnique({ where: { email: row.email } })) {
      throw new DomainError("conflict", "Somebody with this e-mail address is already here.");
    }
    const role = z.enum(roles).parse(row.role);
    const person = await tx.person.create({
      data: {
        email: row.email,
        name: input.name,
        role,
        passwordHash: await hashPassword(input.password),
      },
    });
    return {
      result: { email: row.email },
      audit: { targetType: "person", targetId: person.id, detail: { role } },
    };
  },
});
