import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { emailAddress } from "@/lib/domain/people/password-rule";
import type { Tx } from "@/lib/infra/db";
import { type Context, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { tellSecondFactorReset } from "./tell-account";

async function forgetSecondFactors(tx: Tx, ctx: Context, person: { id: string; name: string }) {
  const { id: personId } = person;
  const passkeys = await tx.passkey.deleteMany({ where: { personId } });
  await tx.recoveryCode.deleteMany({ where: { personId } });
  await tx.person.update({
    where: { id: personId },
    data: { totpSealed: null, totpConfirmedAt: null, totpLastStep: null },
  });
  const sessions = await tx.session.updateMany({
    where: { personId, endedAt: null },
    data: { endedAt: ctx.now, endedBecause: "second factor reset" },
  });
  await tellSecondFactorReset(tx, ctx, person);
  const detail = { passkeys: passkeys.count, sessionsEnded: sessions.count };
  return { detail, audit: { targetType: "person", targetId: personId, detail } };
}

/**
 * For somebody who lost every device: forgets their passkeys, authenticator app and recovery codes
 * and ends their sessions. They sign in with the password and enrol anew.
 */
export const resetSecondFactor = defineCommand({
  name: "person.reset-second-factor",
  event: "person.second-factor-reset",
  permission: "person:disable",
  stepUp: true,
  input: z.strictObject({ personId: z.uuid() }),
  run: async ({ tx, ctx, input: { personId } }) => {
    if (personId === personIdOf(ctx)) {
      throw new DomainError("conflict", "Change your own second factor in Your account.");
    }
    const person = await tx.person.findUnique({ where: { id: personId } });
    if (!person) throw new DomainError("not_found", "This person is not here.");
    const { audit } = await forgetSecondFactors(tx, ctx, person);
    return { result: null, audit };
  },
});

/** The same for the machine's own shell, by e-mail address; returns how much was forgotten and ended. */
export const resetSecondFactorOf = defineCommand({
  name: "person.reset-second-factor",
  event: "person.second-factor-reset",
  permission: "person:disable",
  stepUp: true,
  input: z.strictObject({ email: emailAddress }),
  run: async ({ tx, ctx, input: { email } }) => {
    const person = await tx.person.findUnique({ where: { email } });
    if (!person) throw new DomainError("not_found", `Nobody has the address ${email}.`);
    const { detail, audit } = await forgetSecondFactors(tx, ctx, person);
    return { result: detail, audit };
  },
});
