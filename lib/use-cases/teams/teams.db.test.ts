import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities, type SeededInventory } from "@/lib/testing/identities";
import { assignOwner } from "../identities/assign-owner";
import { changeOwnership } from "../identities/change-ownership";
import { managerOfTeam, reviewersOf } from "../identities/reviewers-of";
import { changeTeam, deleteTeam, saveTeam } from "./change-teams";
import { getTeam, listTeams } from "./list-teams";

useDatabase();

const now = new Date("2026-11-20T12:00:00Z");
const analyst = personContext("analyst", { now });
let seeded: SeededInventory;
let ada: string;
let bob: string;

beforeAll(async () => {
  seeded = await seedIdentities(20, { now });
  [ada, bob] = seeded.personIds as [string, string];
});

const lastAudit = async () =>
  (
    await sql<{ event: string; outcome: string; detail: Record<string, unknown> }>(
      "SELECT event, outcome, detail FROM audit_event ORDER BY seq DESC LIMIT 1",
    )
  )[0];

describe("teams", () => {
  it("are made, listed, changed and deleted; names differ in more than case", async () => {
    const { id } = await saveTeam(analyst, { name: "Data", managerId: ada });
    await expect(saveTeam(analyst, { name: "DATA" })).rejects.toMatchObject({ code: "conflict" });
    await changeTeam(analyst, { teamId: id, name: "Data platform", memberIds: [ada, bob] });
    expect(await getTeam(analyst, { teamId: id })).toMatchObject({
      name: "Data platform",
      manager: { id: ada, active: true },
      members: 2,
    });
    expect((await listTeams(analyst, { text: "plat" })).items.map((team) => team.id)).toEqual([id]);
    await deleteTeam(analyst, { teamId: id });
    expect((await listTeams(analyst, { text: "plat" })).items).toEqual([]);
    for (const write of [
      () => saveTeam(personContext("manager"), { name: "No" }),
      () => changeTeam(personContext("manager"), { teamId: id }),
      () => deleteTeam(personContext("manager"), { teamId: id }),
    ])
      await expect(write()).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit()).toMatchObject({ event: "team.delete", outcome: "refused" });
  });

  it("from the directory keep its name and members, and take a manager here", async () => {
    const { id } = await saveTeam(analyst, { name: "From directory" });
    await sql("UPDATE team SET directory = 'scim' WHERE id = $1", [id]);
    await expect(changeTeam(analyst, { teamId: id, name: "Mine" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(deleteTeam(analyst, { teamId: id })).rejects.toMatchObject({ code: "conflict" });
    await changeTeam(analyst, { teamId: id, managerId: bob });
    expect((await getTeam(analyst, { teamId: id })).manager?.id).toBe(bob);
  });
});

describe("reviewers", () => {
  it("are the active owner, backup and the team's manager, else the owner's manager", async () => {
    const [first, second] = (
      await sql<{ id: string }>("SELECT id FROM identity ORDER BY id DESC LIMIT 2")
    ).map(({ id }) => id) as [string, string];
    const team = await saveTeam(analyst, { name: "Reviewed", managerId: bob });
    await assignOwner(analyst, { target: { ids: [first, second] }, personId: ada });
    await changeOwnership(analyst, {
      target: { ids: [first] },
      teamId: team.id,
      backupOwnerId: bob,
    });
    await changeOwnership(analyst, {
      target: { ids: [second] },
      backupOwnerId: null,
      teamId: null,
    }).catch(() => undefined);
    await sql("UPDATE person SET manager_id = $2 WHERE id = $1", [ada, seeded.personIds[3]]);
    expect(await reviewersOf([second, first])).toEqual([
      {
        identityId: second,
        ownerId: ada,
        backupOwnerId: null,
        teamId: null,
        managerId: seeded.personIds[3],
      },
      { identityId: first, ownerId: ada, backupOwnerId: bob, teamId: team.id, managerId: bob },
    ]);
    await sql("UPDATE person SET status = 'disabled' WHERE id = $1", [bob]);
    expect(await managerOfTeam(first)).toBeNull();
    expect((await reviewersOf([first]))[0]?.backupOwnerId).toBeNull();
    await sql("UPDATE person SET status = 'active' WHERE id = $1", [bob]);
  });
});
