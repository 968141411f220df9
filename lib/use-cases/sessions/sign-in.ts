import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { db } from "@/lib/infra/db";
import { verifyPassword } from "@/lib/infra/password";
import { countAttempt, forgetAttempts } from "@/lib/infra/sign-in-limits";
import type { Context } from "../context";
import { useTotpCode } from "../people/totp-code";
import { defineCommand } from "../define-command";
import { absoluteMs } from "./session-rules";

const client = { userAgent: z.string().max(400).nullable() };

const startSession = defineCommand({
  name: "session.start",
  event: "session.started",
  permission: "public",
  input: z.strictObject({
    personId: z.uuid(),
    assuranceLevel: z.int().min(1).max(3),
    method: z.string(),
    /** Whether this sign-in proved all the factors that a step-up would ask for. */
    provenNow: z.boolean(),
    ...client,
  }),
  run: async ({ tx, ctx, input }) => {
    const session = await tx.session.create({
      data: {
        personId: input.personId,
        assuranceLevel: input.assuranceLevel,
        steppedUpAt: input.provenNow ? ctx.now : null,
        ip: ctx.ip,
        userAgent: input.userAgent,
        lastSeenAt: ctx.now,
        endsAt: new Date(ctx.now.getTime() + absoluteMs),
      },
    });
    await tx.person.update({ where: { id: input.personId }, data: { lastSignInAt: ctx.now } });
    return {
      result: { sessionId: session.id },
      audit: { targetType: "person", targetId: input.personId, detail: { method: input.method } },
    };
  },
});

const refuseSignIn = defineCommand({
  name: "session.start",
  event: "session.refused",
  permission: "public",
  input: z.strictObject({ email: z.string().max(254) }),
  run: async ({ input }) => ({ result: null, audit: { detail: { email: input.email } } }),
});

/** The sign-in page answers this sentence with a field for the code. */
const secondFactorAsked = "Enter the code from your authenticator app.";

const wrong = "The e-mail address or the password is not right.";

/** E-mail and password. The answer and its time are the same whether or not the person exists. */
export async function signInWithPassword(
  ctx: Context,
  input: { email: string; password: string; code?: string; userAgent: string | null },
): Promise<{ sessionId: string }> {
  const email = input.email.toLowerCase().slice(0, 254);
  await countAttempt(email, ctx.ip);
  const person = await db().person.findUnique({ where: { email } });
  const fits = await verifyPassword(person?.passwordHash ?? null, input.password.slice(0, 1_000));
  if (!person || !fits || person.status !== "active") {
    await refuseSignIn(ctx, { email });
    throw new DomainError("unauthenticated", wrong);
  }
  const enrolled = person.totpConfirmedAt !== null;
  if (enrolled && !input.code) {
    throw new DomainError("step_up_required", secondFactorAsked);
  }
  if (enrolled && !(await useTotpCode(db(), person.id, input.code ?? "", ctx.now))) {
    await refuseSignIn(ctx, { email });
    throw new DomainError("unauthenticated", "The code is not right or was used already.");
  }
  await forgetAttempts(email, ctx.ip);
  return startSession(ctx, {
    personId: person.id,
    assuranceLevel: enrolled ? 2 : 1,
    method: enrolled ? "password and authenticator app" : "password",
    provenNow: true,
    userAgent: input.userAgent,
  });
}

/** An OIDC provider vouched for issuer and subject. Unknown people get in only by `newPersonRole`. */
export async function signInWithOidc(
  ctx: Context,
  input: {
    issuer: string;
    subject: string;
    email: string | null;
    name: string | null;
    newPersonRole: string;
    userAgent: string | null;
  },
): Promise<{ sessionId: string }> {
  const key = { issuer: input.issuer, subject: input.subject };
  const login = await db().personLogin.findUnique({
    where: { issuer_subject: key },
    include: { person: true },
  });
  const person = login?.person ?? (await joinByOidc(ctx, input));
  if (person.status !== "active") {
    throw new DomainError("unauthenticated", "This account is disabled. Ask an administrator.");
  }
  return startSession(ctx, {
    personId: person.id,
    assuranceLevel: 1,
    method: "oidc",
    provenNow: !login?.person.totpConfirmedAt,
    userAgent: input.userAgent,
  });
}

const joinPerson = defineCommand({
  name: "person.join",
  event: "person.joined",
  permission: "public",
  input: z.strictObject({
    issuer: z.string(),
    subject: z.string(),
    email: z.email(),
    name: z.string(),
    role: z.enum(["analyst", "owner", "manager", "auditor"]),
  }),
  run: async ({ tx, input: { issuer, subject, ...person } }) => {
    const taken = await tx.person.findUnique({ where: { email: person.email } });
    if (taken) {
      // An address proves nothing: linking by it would let a provider take over an account.
      throw new DomainError(
        "conflict",
        "Somebody with this e-mail address exists already. Sign in with the password.",
      );
    }
    const created = await tx.person.create({
      data: { ...person, logins: { create: { issuer, subject } } },
    });
    return {
      result: { id: created.id, status: created.status },
      audit: { targetType: "person", targetId: created.id },
    };
  },
});

async function joinByOidc(
  ctx: Context,
  input: {
    issuer: string;
    subject: string;
    email: string | null;
    name: string | null;
    newPersonRole: string;
  },
): Promise<{ id: string; status: string }> {
  if (!input.newPersonRole || !input.email) {
    throw new DomainError(
      "forbidden",
      "You are not known here yet. Ask an administrator for an invitation.",
    );
  }
  return joinPerson(ctx, {
    issuer: input.issuer,
    subject: input.subject,
    email: input.email.toLowerCase(),
    name: input.name ?? input.email,
    role: input.newPersonRole as "analyst",
  });
}
