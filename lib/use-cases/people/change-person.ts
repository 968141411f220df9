import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { roles } from "@/lib/domain/people/permissions";
import type { Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { keepAnAdministrator } from "./last-administrator";
import { waitForAssignments } from "./presence-lock";

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

/** Shuts a person out at once: sessions end and tokens stop working. What they own stays theirs. */
export const disablePerson = defineCommand({
  name: "person.disable",
  event: "person.disabled",
  permission: "person:disable",
  stepUp: true,
  input: z.strictObject(target),
  run: async ({ tx, ctx, input }) => {
    const before = await personOf(tx, input.personId);
    if (before.role === "admin") await keepAnAdministrator(tx, input.personId);
    await waitForAssignments(tx);
    await tx.person.update({
      where: { id: input.personId },
      data: { status: "disabled", disabledAt: ctx.now },
    });
    const sessions = await tx.session.updateMany({
      where: { personId: input.personId, endedAt: null },
      data: { endedAt: ctx.now, endedBecause: "person disabled" },
    });
    return {
      result: null,
      audit: {
        targetType: "person",
        targetId: input.personId,
        detail: { sessionsEnded: sessions.count },
      },
    };
  },
});

/** Lets a disabled person sign in again. Sessions that ended stay ended. */
export const enablePerson = defineCommand({
  name: "person.enable",
  event: "person.enabled",
  permission: "person:disable",
  stepUp: true,
  input: z.strictObject(target),
  run: async ({ tx, input }) => {
    await personOf(tx, input.personId);
    await tx.person.update({
      where: { id: input.personId },
      data: { status: "active", disabledAt: null },
    });
    return { result: null, audit: { targetType: "person", targetId: input.personId } };
  },
});
