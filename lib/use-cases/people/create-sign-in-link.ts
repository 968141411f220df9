import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { Tx } from "@/lib/infra/db";
import { baseUrl } from "@/lib/infra/env";
import { linkToken, sha256 } from "@/lib/infra/one-time-token";
import { personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { endSignInLinks } from "./replace-password";
import { tellSignInLink } from "./tell-account";

const validHours = 24;

async function personToHelp(tx: Tx, id: string) {
  const person = await tx.person.findUnique({
    where: { id },
    include: { _count: { select: { logins: true } } },
  });
  if (!person) throw new DomainError("not_found", "This person is not here.");
  if (person.status !== "active") {
    throw new DomainError("conflict", `${person.name} is disabled. Enable them first.`);
  }
  if (person.passwordHash === null && person._count.logins > 0) {
    throw new DomainError(
      "conflict",
      `${person.name} signs in through single sign-on and has no password here.`,
    );
  }
  return person;
}

/**
 * For somebody who forgot their password: a link with which they set a new one, once, within 24
 * hours. The link is in this answer and nowhere else; an earlier one ends.
 */
export const createSignInLink = defineCommand({
  name: "sign-in-link.create",
  event: "sign-in-link.created",
  permission: "person:invite",
  stepUp: true,
  input: z.strictObject({ personId: z.uuid() }),
  run: async ({ tx, ctx, input: { personId } }) => {
    if (personId === personIdOf(ctx)) {
      throw new DomainError("conflict", "Change your own password in Your account.");
    }
    const person = await personToHelp(tx, personId);
    const { email, role } = person;
    await endSignInLinks(tx, personId, ctx.now);
    const token = linkToken();
    const expiresAt = new Date(ctx.now.getTime() + validHours * 3_600_000);
    await tx.invitation.create({
      data: {
        purpose: "password",
        tokenHash: sha256(token),
        email,
        personId,
        role,
        createdBy: personIdOf(ctx),
        expiresAt,
      },
    });
    await tellSignInLink(tx, ctx, person);
    return {
      result: {
        url: `${baseUrl()}/new-password?token=${token}`,
        expiresAt: expiresAt.toISOString(),
      },
      audit: { targetType: "person", targetId: personId },
    };
  },
});
