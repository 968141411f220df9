import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";

const name = z.string().trim().min(1).max(300);
const ids = z.array(z.uuid()).max(10_000);
const externalId = z.string().max(300).nullable().optional();
const teamId = z.uuid();

async function refuseTaken(
  tx: Tx,
  wanted: { name?: string | undefined; externalId?: string | null | undefined },
  except: string | null,
): Promise<void> {
  const [taken] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM team WHERE id IS DISTINCT FROM ${except}::uuid
      AND (lower(name) = lower(${wanted.name ?? null}) OR external_id = ${wanted.externalId ?? null}) LIMIT 1`;
  if (taken)
    throw new DomainError("conflict", "A group with this name or externalId is already here.");
}

async function addMembers(tx: Tx, id: string, personIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(personIds)];
  const here = await tx.person.count({
    where: { id: { in: wanted }, OR: [{ directory: null }, { directory: { not: "deleted" } }] },
  });
  if (here < wanted.length) {
    throw new DomainError("invalid_input", "A member is nobody who is here. Nothing was changed.");
  }
  await tx.teamMembership.createMany({
    data: wanted.map((personId) => ({ teamId: id, personId })),
    skipDuplicates: true,
  });
}

/** A group of the directory becomes a team. */
export const addDirectoryTeam = defineCommand({
  name: "directory.add-team",
  event: "directory.team-added",
  permission: "directory:sync",
  input: z.strictObject({ name, externalId, members: ids.default([]) }),
  run: async ({ tx, input }) => {
    await refuseTaken(tx, input, null);
    const team = await tx.team.create({
      data: { name: input.name, externalId: input.externalId ?? null, directory: "scim" },
    });
    await addMembers(tx, team.id, input.members);
    return {
      result: { id: team.id },
      audit: {
        targetType: "team",
        targetId: team.id,
        detail: { name: input.name, members: input.members.length },
      },
    };
  },
});

/** What the directory changed of a group; its manager is set in Muster and stays. */
export const changeDirectoryTeam = defineCommand({
  name: "directory.change-team",
  event: "directory.team-changed",
  permission: "directory:sync",
  input: z.strictObject({
    id: teamId,
    name: name.optional(),
    externalId,
    members: ids.optional(),
    addMembers: ids.optional(),
    removeMembers: ids.optional(),
  }),
  run: async ({ tx, ctx, input }) => {
    const { id, members } = input;
    if (!(await tx.team.findUnique({ where: { id } }))) {
      throw new DomainError("not_found", "There is no resource with this id.");
    }
    await refuseTaken(tx, input, id);
    await tx.team.update({
      where: { id },
      data: {
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.externalId === undefined ? {} : { externalId: input.externalId }),
        directory: "scim",
        updatedAt: ctx.now,
      },
    });
    if (members) {
      await tx.teamMembership.deleteMany({ where: { teamId: id, personId: { notIn: members } } });
    }
    await tx.teamMembership.deleteMany({
      where: { teamId: id, personId: { in: input.removeMembers ?? [] } },
    });
    await addMembers(tx, id, [...(members ?? []), ...(input.addMembers ?? [])]);
    return {
      result: { id },
      audit: {
        targetType: "team",
        targetId: id,
        detail: {
          ...(input.name === undefined ? {} : { name: input.name }),
          ...(members ? { members: members.length } : {}),
          added: input.addMembers?.length ?? 0,
          removed: input.removeMembers?.length ?? 0,
        },
      },
    };
  },
});

/** The directory forgets a group; its people and identities stay, without this team. */
export const deleteDirectoryTeam = defineCommand({
  name: "directory.delete-team",
  event: "directory.team-deleted",
  permission: "directory:sync",
  input: z.strictObject({ id: teamId }),
  run: async ({ tx, input: { id } }) => {
    const team = await tx.team.findUnique({ where: { id } });
    if (!team) throw new DomainError("not_found", "There is no resource with this id.");
    const identities = await tx.identityOwnership.count({ where: { teamId: id } });
    await tx.team.delete({ where: { id } });
    return {
      result: null,
      audit: { targetType: "team", targetId: id, detail: { name: team.name, identities } },
    };
  },
});
