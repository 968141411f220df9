import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { verifyPassword } from "@/lib/infra/password";
import { countAttempt, forgetAttempts } from "@/lib/infra/sign-in-limits";
import { type Context, personIdOf } from "../context";
import { beforeCommand, defineCommand } from "../define-command";
import { replacePassword } from "./replace-password";
import { tellPasswordSet } from "./tell-account";

const input = z.strictObject({
  current: z.string().max(1_000),
  next: z.string().max(1_000),
});

/** Changes one's own password and ends one's other sessions. */
const change = defineCommand({
  name: "password.change",
  event: "password.changed",
  permission: "self:change",
  input,
  run: async ({ tx, ctx, input }) => {
    if (ctx.actor.type !== "person") {
      throw new DomainError("forbidden", "Sign in to change your password.");
    }
    const { personId, sessionId } = ctx.actor;
    const person = await tx.person.findUniqueOrThrow({ where: { id: personId } });
    if (!(await verifyPassword(person.passwordHash, input.current))) {
      throw new DomainError("invalid_input", "Your current password is not right.", {
        fields: { current: "is not right" },
      });
    }
    const sessionsEnded = await replacePassword(tx, person, {
      password: input.next,
      field: "next",
      because: "password changed",
      keepSession: sessionId,
      now: ctx.now,
    });
    await tellPasswordSet(tx, ctx, { person, how: "by its person" });
    return {
      result: { sessionsEnded },
      audit: { targetType: "person", targetId: personId, detail: { sessionsEnded } },
    };
  },
});

/** Guesses of the current password count like guesses at the door. */
export const changeOwnPassword = Object.assign(
  async (ctx: Context, given: z.input<typeof input>) => {
    const key = `password of ${personIdOf(ctx)}`;
    await beforeCommand(ctx, "password.change", () => countAttempt(key, ctx.ip));
    const result = await change(ctx, given);
    await forgetAttempts(key, ctx.ip);
    return result;
  },
  { permission: change.permission, input: change.input },
);
