import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { roles } from "@/lib/domain/people/permissions";
import type { Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { letGo, welcomeBack } from "../leavers/open-leaver";
import { keepAnAdministrator } from "./last-administrator";

const target = { personId: z.uuid() };

async function personOf(tx: Tx, id: string): Promise<{ role: string; status: string }> {
  const person = await tx.person.findUnique({ where: { id } });
  if (!person) throw new DomainError("not_found", "This person is not here.");
  return person;
}

/** Changes what a person may do, from their next request on. */
export const changeRole = defineCommand({
  name: "person.change-role",
  event: "person.role-changed",
  permission: "person:change-role",
  stepUp: true,
  input: z.strictObject({ ...target, role: z.enum(roles) }),
  run: async ({ tx, input }) => {
    const before = await personOf(tx, input.personId);
    if (before.role === "admin" && input.role !== "admin") {
      await keepAnAdministrator(tx, input.personId);
    }
    await tx.person.update({ where: { id: input.personId }, data: { role: input.role } });
    return {
      result: null,
      audit: {
        targetType: "person",
        targetId: input.personId,
        detail: { from: before.role, to: input.role },
      },
    };
  },
});

/**
 * Shuts a person out at once: sessions end and tokens are revoked. What is tied to them waits in
 * the list of leavers for somebody to decide.
 */
export const disablePerson = defineCommand({
  name: "person.disable",
  event: "person.disabled",
  permission: "person:disable",
  stepUp: true,
  input: z.strictObject(target),
  run: async ({ tx, ctx, input }) => {
    const before = await personOf(tx, input.personId);
    if (before.role === "admin") await keepAnAdministrator(tx, input.personId);
    const left = await letGo(tx, input.personId, "disabled_by_hand", ctx.now);
    return {
      result: null,
      audit: { targetType: "person", targetId: input.personId, detail: left },
    };
  },
});

/** Lets a disabled person sign in again. Sessions stay ended and tokens revoked. */
export const enablePerson = defineCommand({
  name: "person.enable",
  event: "person.enabled",
  permission: "person:disable",
  stepUp: true,
  input: z.strictObject(target),
  run: async ({ tx, ctx, input }) => {
    await personOf(tx, input.personId);
    await welcomeBack(tx, input.personId, ctx.now);
    return { result: null, audit: { targetType: "person", targetId: input.personId } };
  },
});
