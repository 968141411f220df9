import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { db } from "@/lib/infra/db";
import { relyingParty } from "@/lib/infra/passkey";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";

export interface PasskeyRow {
  id: string;
  name: string;
  hardwareBound: boolean;
  createdAt: string;
  lastUsedAt: string | null;
}

export interface OwnAccount {
  id: string;
  name: string;
  email: string;
  role: string;
  hasPassword: boolean;
  authenticatorApp: boolean;
  passkeys: PasskeyRow[];
  /** Where browsers offer passkeys for this installation; null where they cannot. */
  passkeyOrigin: string | null;
  recoveryCodesLeft: number;
  /** AAL of this session; null for a token. */
  assuranceLevel: number | null;
}

const secondFactors = {
  passkeys: { orderBy: { id: "asc" } },
  _count: { select: { recoveryCodes: { where: { usedAt: null } } } },
} as const;

/** Who one is here, by session or by token. */
export const getOwnAccount = defineQuery({
  permission: "self:read",
  input: z.strictObject({}),
  run: async ({ ctx }): Promise<OwnAccount> => {
    const id = personIdOf(ctx);
    const person = id
      ? await db().person.findUnique({ where: { id }, include: secondFactors })
      : null;
    if (!person) throw new DomainError("not_found", "Only a person has an account.");
    return {
      id: person.id,
      name: person.name,
      email: person.email,
      role: person.role,
      hasPassword: person.passwordHash !== null,
      authenticatorApp: person.totpConfirmedAt !== null,
      passkeys: person.passkeys.map((row) => ({
        id: row.id,
        name: row.name,
        hardwareBound: row.hardwareBound,
        createdAt: row.createdAt.toISOString(),
        lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      })),
      passkeyOrigin: relyingParty()?.origin ?? null,
      recoveryCodesLeft: person._count.recoveryCodes,
      assuranceLevel: ctx.actor.type === "person" ? ctx.actor.assuranceLevel : null,
    };
  },
});
