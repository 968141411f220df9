import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { verifyPassword } from "@/lib/infra/password";
import { countAttempt, forgetAttempts } from "@/lib/infra/sign-in-limits";
import { type Context, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { useTotpCode } from "../people/totp-code";

const input = z.strictObject({ proof: z.string().min(1).max(1_000) });

/** Opens the ten minutes of dangerous actions: with the app's code where there is one, else the password. */
const prove = defineCommand({
  name: "session.step-up",
  event: "session.stepped-up",
  permission: "self:change",
  input,
  run: async ({ tx, ctx, input }) => {
    if (ctx.actor.type !== "person") {
      throw new DomainError("forbidden", "A token cannot confirm that it is you.");
    }
    const { personId, sessionId } = ctx.actor;
    const person = await tx.person.findUniqueOrThrow({ where: { id: personId } });
    const byCode = person.totpConfirmedAt !== null;
    if (!byCode && !person.passwordHash) {
      throw new DomainError("forbidden", "Sign out and in again to confirm that it is you.");
    }
    const right = byCode
      ? await useTotpCode(tx, personId, input.proof, ctx.now)
      : await verifyPassword(person.passwordHash, input.proof);
    if (!right) {
      const what = byCode ? "code" : "password";
      throw new DomainError("invalid_input", `The ${what} is not right. Nothing was changed.`);
    }
    await tx.session.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { steppedUpAt: ctx.now, ...(byCode ? { assuranceLevel: 2 } : {}) },
    });
    const method = byCode ? "authenticator app" : "password";
    return {
      result: null,
      audit: { targetType: "session", targetId: sessionId, detail: { method } },
    };
  },
});

/** Guesses are counted like those at the door. */
export const stepUp = Object.assign(
  async (ctx: Context, given: z.input<typeof input>): Promise<null> => {
    const key = `step-up of ${personIdOf(ctx)}`;
    await countAttempt(key, ctx.ip);
    await prove(ctx, given);
    await forgetAttempts(key, ctx.ip);
    return null;
  },
  { permission: prove.permission, input },
);
