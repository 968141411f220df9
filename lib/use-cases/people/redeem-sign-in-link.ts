import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { db } from "@/lib/infra/db";
import { sha256 } from "@/lib/infra/one-time-token";
import { defineCommand } from "../define-command";
import { replacePassword } from "./replace-password";
import { tellPasswordSet } from "./tell-account";

const standing = (token: string, now: Date) => ({
  tokenHash: sha256(token),
  purpose: "password",
  usedAt: null,
  revokedAt: null,
  expiresAt: { gt: now },
});

/** Whose password a link still sets, for the page behind it. Looking never uses it up. */
export async function findSignInLink(token: string, now: Date): Promise<{ email: string } | null> {
  const row = await db().invitation.findFirst({
    where: standing(token, now),
    include: { person: true },
  });
  return row?.person?.status === "active" ? { email: row.person.email } : null;
}

/**
 * Uses the link up, sets its person's password and ends all their sessions. Nobody is signed in by
 * it: a second factor that is enrolled is still asked for.
 */
export const redeemSignInLink = defineCommand({
  name: "sign-in-link.redeem",
  event: "sign-in-link.redeemed",
  permission: "public",
  input: z.strictObject({
    token: z.string().min(20).max(100),
    password: z.string().max(1_000),
  }),
  run: async ({ tx, ctx, input }) => {
    const where = standing(input.token, ctx.now);
    const row = await tx.invitation.findFirst({ where, include: { person: true } });
    const used = await tx.invitation.updateMany({ where, data: { usedAt: ctx.now } });
    if (row?.person?.status !== "active" || used.count !== 1) {
      throw new DomainError(
        "forbidden",
        "This link was used, replaced or has expired. Ask an administrator for a new one.",
      );
    }
    const { id } = row.person;
    const sessionsEnded = await replacePassword(tx, row.person, {
      password: input.password,
      field: "password",
      because: "new password by link",
      now: ctx.now,
    });
    await tellPasswordSet(tx, ctx, { person: row.person, how: "with a one-time link" });
    return {
      result: null,
      audit: { targetType: "person", targetId: id, detail: { sessionsEnded } },
    };
  },
});
