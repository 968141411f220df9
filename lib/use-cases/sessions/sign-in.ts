import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { db } from "@/lib/infra/db";
import { sha256 } from "@/lib/infra/one-time-token";
import type { PasskeyOptions } from "@/lib/infra/passkey";
import { verifyPassword } from "@/lib/infra/password";
import { countAttempt, forgetAttempts } from "@/lib/infra/sign-in-limits";
import type { Context } from "../context";
import { beforeCommand, defineCommand } from "../define-command";
import { issueChallenge, spendChallenge } from "./challenge";
import {
  askPasskey,
  hasSecondFactor,
  type Proof,
  proveSecondFactor,
  type SecondFactors,
  secondFactorsOf,
} from "./second-factor";
import { refuseSignIn, startSession } from "./start-session";

/** The password was right. Whoever holds the ticket has five minutes to prove the second factor. */
export class SecondFactorDue extends DomainError {
  constructor(readonly ticket: string) {
    super("step_up_required", "Confirm with your second factor.");
  }
}

const wrong = "The e-mail address or the password is not right.";
const tooLate = "This sign-in took longer than five minutes. Enter your password again.";

const askSecondFactor = defineCommand({
  name: "session.ask-second-factor",
  event: "session.second-factor-asked",
  permission: "public",
  input: z.strictObject({ personId: z.uuid() }),
  run: async ({ tx, ctx, input: { personId } }) => ({
    result: await issueChallenge(
      tx,
      { personId, purpose: "second-factor", boundTo: "ticket" },
      ctx.now,
    ),
    audit: { targetType: "person", targetId: personId },
  }),
});

/** E-mail and password. The answer and its time are the same whether or not the person exists. */
export async function signInWithPassword(
  ctx: Context,
  input: { email: string; password: string; code?: string; userAgent: string | null },
): Promise<{ sessionId: string }> {
  const email = input.email.toLowerCase().slice(0, 254);
  await beforeCommand(ctx, "session.start", () => countAttempt(email, ctx.ip));
  const person = await db().person.findUnique({ where: { email } });
  const fits = await verifyPassword(person?.passwordHash ?? null, input.password.slice(0, 1_000));
  if (!person || !fits || person.status !== "active") {
    await refuseSignIn(ctx, { email });
    throw new DomainError("unauthenticated", wrong);
  }
  const { userAgent } = input;
  if (hasSecondFactor(await secondFactorsOf(db(), person.id))) {
    if (!input.code) throw new SecondFactorDue(await askSecondFactor(ctx, { personId: person.id }));
    return finish(ctx, { id: person.id, email }, null, { code: input.code }, userAgent);
  }
  await forgetAttempts(email, ctx.ip);
  return startSession(ctx, {
    personId: person.id,
    assuranceLevel: 1,
    method: "password",
    provenNow: true,
    userAgent,
  });
}

async function finish(
  ctx: Context,
  person: { id: string; email: string },
  ticket: string | null,
  proof: Proof,
  userAgent: string | null,
): Promise<{ sessionId: string }> {
  const { id: personId } = person;
  const asking = { personId, purpose: "passkey-sign-in", boundTo: sha256(ticket ?? "") } as const;
  const verdict = await proveSecondFactor(asking, proof, ctx.now);
  if (!verdict.proven) {
    await refuseSignIn(ctx, { email: person.email });
    throw new DomainError("unauthenticated", verdict.because);
  }
  const due = { personId, purpose: "second-factor", boundTo: "ticket" } as const;
  if (ticket !== null && !(await spendChallenge(db(), due, ticket, ctx.now))) {
    await refuseSignIn(ctx, { email: person.email });
    throw new DomainError("unauthenticated", tooLate);
  }
  await forgetAttempts(person.email, ctx.ip);
  return startSession(ctx, {
    personId,
    assuranceLevel: verdict.assuranceLevel,
    method: `password and ${verdict.method}`,
    provenNow: true,
    userAgent,
  });
}

async function personOfTicket(ticket: string, now: Date): Promise<{ id: string; email: string }> {
  const row = await db().challenge.findUnique({
    where: { valueHash: sha256(ticket), purpose: "second-factor" },
    include: { person: true },
  });
  if (!row || row.usedAt || row.expiresAt <= now || row.person.status !== "active") {
    throw new DomainError("unauthenticated", tooLate);
  }
  return row.person;
}

/** The second step: the ticket of a right password, and a code or a passkey's answer. */
export async function signInWithTicket(
  ctx: Context,
  input: { ticket: string; proof: Proof; userAgent: string | null },
): Promise<{ sessionId: string }> {
  const person = await beforeCommand(ctx, "session.start", async () => {
    const found = await personOfTicket(input.ticket, ctx.now);
    await countAttempt(found.email, ctx.ip);
    return found;
  });
  return finish(ctx, person, input.ticket, input.proof, input.userAgent);
}

/** What the second step of a sign-in offers to the holder of a ticket. */
export interface SecondStep extends Omit<SecondFactors, "passkeys"> {
  passkey: PasskeyOptions | null;
}

/** The ways to prove the second factor, with a passkey challenge bound to this ticket. */
export const offerSecondFactor = defineCommand({
  name: "session.offer-second-factor",
  event: "session.second-factor-offered",
  permission: "public",
  input: z.strictObject({ ticket: z.string().max(100) }),
  run: async ({ tx, ctx, input }) => {
    const { id: personId } = await personOfTicket(input.ticket, ctx.now);
    const boundTo = sha256(input.ticket);
    const { app, recoveryCodes } = await secondFactorsOf(tx, personId);
    const asking = { personId, purpose: "passkey-sign-in", boundTo } as const;
    const passkey = await askPasskey(tx, asking, ctx.now);
    const result: SecondStep = { app, recoveryCodes, passkey };
    return { result, audit: { targetType: "person", targetId: personId } };
  },
});
