import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { passkeyAnswer } from "@/lib/domain/people/passkey-answer";
import { db } from "@/lib/infra/db";
import type { PasskeyOptions } from "@/lib/infra/passkey";
import { verifyPassword } from "@/lib/infra/password";
import { countAttempt, forgetAttempts } from "@/lib/infra/sign-in-limits";
import type { Context } from "../context";
import { beforeCommand, defineCommand, parseInput } from "../define-command";
import { ownSession } from "../people/own-session";
import { askPasskey, hasSecondFactor, proveSecondFactor, secondFactorsOf } from "./second-factor";

/** How this person can confirm that it is them. */
export interface StepUpWays {
  password: boolean;
  app: boolean;
  recoveryCodes: boolean;
  passkey: PasskeyOptions | null;
}

/** What the step-up dialog offers: the second factors there are, else the password. */
export const beginStepUp = defineCommand({
  name: "session.begin-step-up",
  event: "session.step-up-begun",
  permission: "self:change",
  input: z.strictObject({}),
  run: async ({ tx, ctx }) => {
    const { personId, sessionId } = ownSession(ctx);
    const person = await tx.person.findUniqueOrThrow({ where: { id: personId } });
    const has = await secondFactorsOf(tx, personId);
    const asking = { personId, purpose: "passkey-step-up", boundTo: sessionId } as const;
    const result: StepUpWays = {
      password: !hasSecondFactor(has) && person.passwordHash !== null,
      app: has.app,
      recoveryCodes: has.recoveryCodes,
      passkey: await askPasskey(tx, asking, ctx.now),
    };
    return { result, audit: { targetType: "session", targetId: sessionId } };
  },
});

const input = z.union([
  z.strictObject({ proof: z.string().min(1).max(1_000) }),
  z.strictObject({ passkey: passkeyAnswer }),
]);

interface Attempt {
  right: boolean;
  method: string;
  assuranceLevel: number;
  because: string;
}

const record = defineCommand({
  name: "session.step-up",
  event: "session.stepped-up",
  permission: "self:change",
  input: z.strictObject({
    right: z.boolean(),
    method: z.string(),
    assuranceLevel: z.int().min(1).max(3),
    because: z.string(),
  }),
  run: async ({ tx, ctx, input: { right, method, assuranceLevel, because } }) => {
    const { sessionId } = ownSession(ctx);
    if (!right) throw new DomainError("invalid_input", `${because} Nothing was changed.`);
    const session = await tx.session.findUniqueOrThrow({ where: { id: sessionId } });
    await tx.session.updateMany({
      where: { id: sessionId, endedAt: null },
      data: {
        steppedUpAt: ctx.now,
        assuranceLevel: Math.max(session.assuranceLevel, assuranceLevel),
      },
    });
    const detail = { method, assuranceLevel };
    return { result: null, audit: { targetType: "session", targetId: sessionId, detail } };
  },
});

const failed = (because: string): Attempt => ({
  right: false,
  method: "none",
  assuranceLevel: 1,
  because,
});

async function attempt(
  { personId, sessionId }: { personId: string; sessionId: string },
  given: z.output<typeof input>,
  now: Date,
): Promise<Attempt> {
  const has = await secondFactorsOf(db(), personId);
  if (hasSecondFactor(has)) {
    const asking = { personId, purpose: "passkey-step-up", boundTo: sessionId } as const;
    const proof = "passkey" in given ? given : { code: given.proof };
    const verdict = await proveSecondFactor(asking, proof, now);
    if (!verdict.proven) return failed(verdict.because);
    const { method, assuranceLevel } = verdict;
    return { right: true, method, assuranceLevel, because: "" };
  }
  const person = await db().person.findUniqueOrThrow({ where: { id: personId } });
  if (!person.passwordHash) return failed("Sign out and in again to confirm that it is you.");
  if ("passkey" in given) return failed("You have no passkey here.");
  return (await verifyPassword(person.passwordHash, given.proof))
    ? { right: true, method: "password", assuranceLevel: 1, because: "" }
    : failed("The password is not right.");
}

/**
 * Opens the ten minutes of dangerous actions: with a second factor where there is one, else the
 * password. Guesses are counted like those at the door.
 */
export const stepUp = Object.assign(
  async (ctx: Context, raw: z.input<typeof input>): Promise<null> => {
    const { actor } = ctx;
    if (actor.type !== "person") {
      return record(ctx, failed("Only a signed-in person can confirm this."));
    }
    const key = `step-up of ${actor.personId}`;
    const given = await beforeCommand(ctx, "session.step-up", async () => {
      await countAttempt(key, ctx.ip);
      return parseInput(input, raw);
    });
    await record(ctx, await attempt(actor, given, ctx.now));
    await forgetAttempts(key, ctx.ip);
    return null;
  },
  { permission: record.permission, input },
);
