import { z } from "zod";
import { dayMs } from "@/lib/domain/days";
import { DomainError } from "@/lib/domain/errors";
import { emailAddress } from "@/lib/domain/people/password-rule";
import { type TokenScope, tokenScopes } from "@/lib/domain/people/permissions";
import type { Tx } from "@/lib/infra/db";
import { newApiToken, sha256 } from "@/lib/infra/one-time-token";
import { personIdOf } from "../context";
import { defineCommand } from "../define-command";

const fields = {
  name: z.string().trim().min(1, "Say what it is for").max(80),
  scopes: z
    .array(z.enum(Object.keys(tokenScopes) as [TokenScope, ...TokenScope[]]))
    .min(1, "Choose at least one scope"),
  days: z.int().min(1).max(365),
};

/** Held until the end: whoever is being disabled now has this token revoked too, or never gets it. */
async function refuseDisabled(tx: Tx, personId: string): Promise<void> {
  const [person] = await tx.$queryRaw<{ status: string }[]>`
    SELECT status FROM person WHERE id = ${personId}::uuid FOR SHARE`;
  if (person?.status === "active") return;
  throw new DomainError("conflict", "This person is disabled. Enable them first.");
}

async function create(
  tx: Tx,
  personId: string,
  now: Date,
  input: { name: string; scopes: string[]; days: number },
) {
  await refuseDisabled(tx, personId);
  const token = newApiToken();
  const expiresAt = new Date(now.getTime() + input.days * dayMs);
  const row = await tx.apiToken.create({
    data: {
      personId,
      name: input.name,
      scopes: input.scopes,
      tokenHash: sha256(token),
      lastFour: token.slice(-4),
      expiresAt,
    },
  });
  return {
    result: { id: row.id, token, expiresAt },
    audit: {
      targetType: "token",
      targetId: row.id,
      detail: { scopes: input.scopes, days: input.days },
    },
  };
}

/** A token of one's own. The text is in this answer and nowhere else. */
export const createToken = defineCommand({
  name: "token.create",
  event: "token.created",
  permission: "token:create",
  stepUp: true,
  input: z.strictObject(fields),
  run: async ({ tx, ctx, input }) => {
    const personId = personIdOf(ctx);
    if (!personId) throw new DomainError("forbidden", "Only a person can have a token.");
    return create(tx, personId, ctx.now, input);
  },
});

/** For the machine's own shell: a token for somebody by e-mail address. */
export const createTokenFor = defineCommand({
  name: "token.create",
  event: "token.created",
  permission: "person:invite",
  stepUp: true,
  input: z.strictObject({ ...fields, email: emailAddress }),
  run: async ({ tx, ctx, input: { email, ...input } }) => {
    const person = await tx.person.findUnique({ where: { email } });
    if (!person) throw new DomainError("not_found", `Nobody has the address ${email}.`);
    return create(tx, person.id, ctx.now, input);
  },
});
