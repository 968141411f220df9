import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { emailAddress } from "@/lib/domain/people/password-rule";
import { defineCommand } from "../define-command";
import { replacePassword } from "./replace-password";
import { tellPasswordSet } from "./tell-account";

/**
 * For the machine's own shell: a new password for somebody by e-mail address, also when nobody can
 * sign in any more. Ends their sessions and returns how many; second factors stay.
 */
export const resetPassword = defineCommand({
  name: "person.reset-password",
  event: "person.password-reset",
  permission: "person:invite",
  stepUp: true,
  input: z.strictObject({ email: emailAddress, password: z.string().max(1_000) }),
  run: async ({ tx, ctx, input: { email, password } }) => {
    const person = await tx.person.findUnique({ where: { email } });
    if (!person) throw new DomainError("not_found", `Nobody has the address ${email}.`);
    if (person.status !== "active") {
      throw new DomainError("conflict", `${person.name} is disabled. Nothing was changed.`);
    }
    const sessionsEnded = await replacePassword(tx, person, {
      password,
      field: "password",
      because: "password reset",
      now: ctx.now,
    });
    await tellPasswordSet(tx, ctx, { person, how: "at the machine’s own shell" });
    return {
      result: { sessionsEnded },
      audit: { targetType: "person", targetId: person.id, detail: { sessionsEnded } },
    };
  },
});
