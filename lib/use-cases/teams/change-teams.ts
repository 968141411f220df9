import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { activePerson } from "../identities/change-owners";

const name = z.string().trim().min(1, "Give the team a name").max(120);
const members = z.array(z.uuid()).max(2_000);

async function teamOf(tx: Tx, teamId: string) {
  const team = await tx.team.findUnique({ where: { id: teamId } });
  if (!team) throw new DomainError("not_found", "There is no such team.");
  return team;
}

async function refuseTakenName(tx: Tx, wanted: string, except: string | null): Promise<void> {
  const [taken] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM team WHERE lower(name) = lower(${wanted}) AND id IS DISTINCT FROM ${except}::uuid`;
  if (!taken) return;
  throw new DomainError("conflict", `A team is already called ${wanted}. Nothing was changed.`, {
    fields: { name: "is taken" },
  });
}

/** Makes exactly these people the members. */
async function setMembers(tx: Tx, teamId: string, personIds: readonly string[]): Promise<void> {
  const ids = [...new Set(personIds)];
  const known = await tx.person.count({ where: { id: { in: ids } } });
  if (known < ids.length) throw new DomainError("not_found", "One of these people is not here.");
  await tx.teamMembership.deleteMany({ where: { teamId, personId: { notIn: ids } } });
  await tx.teamMembership.createMany({
    data: ids.map((personId) => ({ teamId, personId })),
    skipDuplicates: true,
  });
}

/** Makes a team. */
export const saveTeam = defineCommand({
  name: "team.add",
  event: "team.added",
  permission: "team:change",
  input: z.strictObject({
    name,
    managerId: z.uuid().nullable().default(null),
    memberIds: members.default([]),
  }),
  run: async ({ tx, input }) => {
    await refuseTakenName(tx, input.name, null);
    if (input.managerId) await activePerson(tx, input.managerId);
    const team = await tx.team.create({ data: { name: input.name, managerId: input.managerId } });
    await setMembers(tx, team.id, input.memberIds);
    return {
      result: { id: team.id },
      audit: {
        targetType: "team",
        targetId: team.id,
        detail: { name: input.name, managerId: input.managerId, members: input.memberIds.length },
      },
    };
  },
});

/** Renames a team, gives it another manager or other members; what is left out stays. */
export const changeTeam = defineCommand({
  name: "team.change",
  event: "team.changed",
  permission: "team:change",
  input: z.strictObject({
    teamId: z.uuid(),
    name: name.optional(),
    managerId: z.uuid().nullable().optional(),
    memberIds: members.optional(),
  }),
  run: async ({ tx, input: { teamId, memberIds, ...change } }) => {
    const team = await teamOf(tx, teamId);
    if (team.directory === "scim" && (change.name !== undefined || memberIds)) {
      throw new DomainError(
        "conflict",
        "Name and members of this team come from your directory; change them there. Only its manager is set here.",
      );
    }
    if (change.name !== undefined) await refuseTakenName(tx, change.name, teamId);
    if (change.managerId) await activePerson(tx, change.managerId);
    await tx.team.update({
      where: { id: teamId },
      data: {
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.managerId === undefined ? {} : { managerId: change.managerId }),
      },
    });
    if (memberIds) await setMembers(tx, teamId, memberIds);
    return {
      result: { id: teamId },
      audit: {
        targetType: "team",
        targetId: teamId,
        detail: { ...change, ...(memberIds ? { members: memberIds.length } : {}) },
      },
    };
  },
});

/** Removes a team. Its people and identities stay; the identities are without a team. */
export const deleteTeam = defineCommand({
  name: "team.delete",
  event: "team.deleted",
  permission: "team:change",
  input: z.strictObject({ teamId: z.uuid() }),
  run: async ({ tx, input: { teamId } }) => {
    const team = await teamOf(tx, teamId);
    if (team.directory === "scim") {
      throw new DomainError("conflict", "This team comes from your directory; remove it there.");
    }
    const identities = await tx.identityOwnership.count({ where: { teamId } });
    await tx.team.delete({ where: { id: teamId } });
    return {
      result: { deleted: teamId },
      audit: { targetType: "team", targetId: teamId, detail: { name: team.name, identities } },
    };
  },
});
