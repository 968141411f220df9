import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { emailAddress, passwordProblem, personName } from "@/lib/domain/people/password-rule";
import type { Tx } from "@/lib/infra/db";
import { sha256 } from "@/lib/infra/one-time-token";
import { hashPassword } from "@/lib/infra/password";
import { defineCommand } from "../define-command";

const account = {
  email: emailAddress,
  name: personName,
  password: z.string().max(1_000),
};

const isThere = (): DomainError =>
  new DomainError(
    "conflict",
    "Muster is set up already. Sign in, or ask an administrator for an invitation.",
  );

async function create(
  tx: Tx,
  input: { email: string; name: string; password: string },
): Promise<string> {
  // Two setup links used at once: the second waits here and then finds a person.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(7061975)`;
  if ((await tx.person.count()) > 0) throw isThere();
  const problem = passwordProblem(input.password, input.email);
  if (problem)
    throw new DomainError("invalid_input", `${problem}.`, { fields: { password: problem } });
  const person = await tx.person.create({
    data: {
      email: input.email,
      name: input.name,
      role: "admin",
      passwordHash: await hashPassword(input.password),
    },
  });
  return person.id;
}

/** From the machine's own shell. */
export const createFirstAdministrator = defineCommand({
  name: "setup.create-administrator",
  event: "setup.administrator-created",
  permission: "person:invite",
  input: z.strictObject(account),
  run: async ({ tx, input }) => {
    const personId = await create(tx, input);
    return { result: { personId }, audit: { targetType: "person", targetId: personId } };
  },
});

/** By the one-time link that the launcher printed. */
export const completeSetup = defineCommand({
  name: "setup.complete",
  event: "setup.completed",
  permission: "public",
  input: z.strictObject({ ...account, token: z.string().min(20).max(100) }),
  run: async ({ tx, ctx, input }) => {
    const used = await tx.invitation.updateMany({
      where: {
        tokenHash: sha256(input.token),
        purpose: "setup",
        usedAt: null,
        revokedAt: null,
        expiresAt: { gt: ctx.now },
      },
      data: { usedAt: ctx.now },
    });
    if (used.count !== 1) {
      // Starting again prints no other link then.
      if ((await tx.person.count()) > 0) throw isThere();
      throw new DomainError(
        "forbidden",
        "This set-up link was used or has expired. Start Muster again to get a new one.",
      );
    }
    const personId = await create(tx, input);
    return { result: { email: input.email }, audit: { targetType: "person", targetId: personId } };
  },
});
