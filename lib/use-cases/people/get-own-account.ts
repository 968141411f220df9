import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { db } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";

export interface OwnAccount {
  id: string;
  name: string;
  email: string;
  role: string;
  hasPassword: boolean;
  authenticatorApp: boolean;
  /** AAL of this session; null for a token. */
  assuranceLevel: number | null;
}

/** Who one is here, by session or by token. */
export const getOwnAccount = defineQuery({
  permission: "self:read",
  input: z.strictObject({}),
  run: async ({ ctx }): Promise<OwnAccount> => {
    const id = personIdOf(ctx);
    const person = id ? await db().person.findUnique({ where: { id } }) : null;
    if (!person) throw new DomainError("not_found", "Only a person has an account.");
    return {
      id: person.id,
      name: person.name,
      email: person.email,
      role: person.role,
      hasPassword: person.passwordHash !== null,
      authenticatorApp: person.totpConfirmedAt !== null,
      assuranceLevel: ctx.actor.type === "person" ? ctx.actor.assuranceLevel : null,
    };
  },
});
