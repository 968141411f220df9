import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities, type SeededInventory } from "@/lib/testing/identities";
import { assignOwner } from "../identities/assign-owner";
import { changeOwnership } from "../identities/change-ownership";
import { disablePerson, enablePerson } from "../people/change-person";
import { decideLeaver, offboardLeaverItems } from "./decide-leaver";
import { getLeaver, listLeavers } from "./list-leavers";

useDatabase();

const now = new Date("2026-11-20T12:00:00Z");
const admin = personContext("admin", { now });
let seeded: SeededInventory;
let ada: string;
let bob: string;
let carla: string;

beforeAll(async () => {
  seeded = await seedIdentities(200, { now });
  [ada, bob, carla] = seeded.personIds as [string, string, string];
});

const ids = async (where: string, most = 1_000): Promise<string[]> =>
  (
    await sql<{ id: string }>(`SELECT id FROM identity WHERE ${where} ORDER BY id LIMIT ${most}`)
  ).map(({ id }) => id);
const orphans = () =>
  sql(
    `SELECT i.id FROM identity i LEFT JOIN identity_ownership o ON o.identity_id = i.id
     JOIN person p ON p.id IN (i.owner_id, o.backup_owner_id) WHERE p.status = 'disabled'
     AND NOT EXISTS (SELECT 1 FROM leaver l JOIN leaver_item it ON it.leaver_id = l.id
       WHERE l.person_id = p.id AND it.identity_id = i.id AND l.closed_at IS NULL AND it.decision IS NULL)`,
  );
const openCase = async (personId: string): Promise<string> =>
  (
    await sql<{ id: string }>("SELECT id FROM leaver WHERE person_id = $1 AND closed_at IS NULL", [
      personId,
    ])
  )[0]!.id;
const lastAudit = async () =>
  (
    await sql<{ event: string; outcome: string; detail: Record<string, unknown> }>(
      "SELECT event, outcome, detail FROM audit_event ORDER BY seq DESC LIMIT 1",
    )
  )[0];
const newPerson = async (name: string): Promise<string> =>
  (
    await sql<{ id: string }>(
      `INSERT INTO person (id, email, name, role, updated_at) VALUES (gen_random_uuid(), $1, $2, 'owner', now()) RETURNING id`,
      [`${name.toLowerCase().replaceAll(" ", ".")}@example.com`, name],
    )
  )[0]!.id;

describe("a person who leaves", () => {
  it("opens one list of all they own, back up, created, approved or hold", async () => {
    const [own, backup, created, held, rejected] = (await ids("owner_id IS NULL", 5)) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const dora = await newPerson("Dora Dale");
    await assignOwner(admin, { target: { ids: [own] }, personId: dora });
    await sql("UPDATE identity SET missing_since = $2 WHERE id = $1", [own, now]);
    await changeOwnership(admin, { target: { ids: [backup] }, backupOwnerId: dora });
    await sql(
      `UPDATE identity SET facts = facts || '{"createdBy":{"state":"known","value":"Dora.Dale@example.com","source":"test","observedAt":"2026-01-01T00:00:00Z"}}' WHERE id = $1`,
      [created],
    );
    await sql(
      `INSERT INTO owner_candidate (id, identity_id, candidate, method, confidence, evidence, last_seen_at, rejected_at)
       VALUES (gen_random_uuid(), $1, 'dora dale', 'explicit_owner', 0.9, 'x', $3, NULL),
         (gen_random_uuid(), $2, 'dora dale', 'creator', 0.9, 'x', $3, $3)`,
      [held, rejected, now],
    );
    await disablePerson(admin, { personId: dora });
    expect(await lastAudit()).toMatchObject({ event: "person.disabled", detail: { toDecide: 4 } });
    const leaverId = await openCase(dora);
    expect(
      await sql("SELECT title, link FROM notice WHERE event = 'leaver.opened'"),
      "those who decide are told",
    ).toEqual([
      { title: "Dora Dale leaves: 4 identities to settle", link: `/people/leavers/${leaverId}` },
    ]);
    const leaver = await getLeaver(admin, { leaverId });
    const ties = Object.fromEntries(leaver.items.map((item) => [item.identityId, item.ties]));
    expect(ties).toEqual({
      [own]: ["owner"],
      [backup]: ["backup"],
      [created]: ["creator"],
      [held]: ["holder"],
    });
    expect(leaver.items.find((item) => item.identityId === own)?.missing).toBe(true);
    expect((await listLeavers(admin, {})).items.map(({ person }) => person.id)).toContain(dora);
    await enablePerson(admin, { personId: dora });
    expect(await sql("SELECT outcome FROM leaver WHERE person_id = $1", [dora])).toEqual([
      { outcome: "returned" },
    ]);
  });

  it("with nothing tied to them leaves nothing open", async () => {
    const eve = await newPerson("Eve Nothing");
    await disablePerson(admin, { personId: eve });
    expect(await sql("SELECT outcome FROM leaver WHERE person_id = $1", [eve])).toEqual([
      { outcome: "nothing_to_decide" },
    ]);
  });

  it("is replaced by the backup by default; what has no backup waits for a name", async () => {
    const mine = await ids(`owner_id = '${ada}'`);
    await changeOwnership(admin, { target: { ids: mine.slice(0, 3) }, backupOwnerId: bob });
    await disablePerson(admin, { personId: ada });
    const leaverId = await openCase(ada);
    const first = await decideLeaver(admin, { leaverId, decision: "reassign" });
    expect(first).toEqual({ decided: 3, skipped: mine.length - 3, left: mine.length - 3 });
    expect((await getLeaver(admin, { leaverId })).closedAt).toBeNull();
    await expect(
      decideLeaver(admin, { leaverId, decision: "reassign", personId: ada }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect(await decideLeaver(admin, { leaverId, decision: "keep" })).toMatchObject({ decided: 0 });
    const last = await decideLeaver(admin, { leaverId, decision: "reassign", personId: carla });
    expect(last.left).toBe(0);
    expect(await lastAudit()).toMatchObject({ event: "leaver.decided", detail: { left: 0 } });
    expect((await getLeaver(admin, { leaverId })).outcome).toBe("handled");
    expect(await ids(`owner_id = '${ada}'`)).toEqual([]);
    expect(
      await ids(
        `owner_id = '${bob}' AND id = ANY(ARRAY['${mine.slice(0, 3).join("','")}']::uuid[])`,
      ),
    ).toHaveLength(3);
    await expect(decideLeaver(admin, { leaverId, decision: "keep" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("has identities offboarded with somebody active who answers until they are gone", async () => {
    const [one, two] = (await ids(
      "owner_id IS NULL AND NOT EXISTS (SELECT 1 FROM identity_ownership o WHERE o.identity_id = identity.id)",
      2,
    )) as [string, string];
    const fay = await newPerson("Fay Fox");
    const decider = personContext("analyst", { now, personId: bob });
    await assignOwner(admin, { target: { ids: [one, two] }, personId: fay });
    await disablePerson(admin, { personId: fay });
    const leaverId = await openCase(fay);
    const wish = { leaverId, identityIds: [one, two], reason: "Nobody needs these now" };
    await expect(offboardLeaverItems(personContext("owner"), wish)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await lastAudit()).toMatchObject({ event: "leaver.offboard", outcome: "refused" });
    expect(await offboardLeaverItems(decider, wish)).toMatchObject({ decided: 2, left: 0 });
    const { items, outcome } = await getLeaver(admin, { leaverId });
    expect(outcome).toBe("handled");
    for (const item of items) {
      expect(item).toMatchObject({ decision: "offboarding", owner: { id: bob, active: true } });
      expect(item.caseId).not.toBeNull();
    }
    await expect(offboardLeaverItems(decider, wish)).rejects.toMatchObject({ code: "conflict" });
  });

  it("is decided by nobody without the right to", async () => {
    const leaverId = "00000000-0000-7000-8000-000000000009";
    for (const role of ["owner", "manager", "auditor"] as const)
      await expect(
        decideLeaver(personContext(role), { leaverId, decision: "keep" }),
      ).rejects.toMatchObject({ code: "forbidden" });
    await expect(getLeaver(personContext("owner"), { leaverId })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("cannot be given anything while they are being let go", async () => {
    const gil = await newPerson("Gil Gone");
    const [one] = (await ids("owner_id IS NULL", 1)) as [string];
    const both = await Promise.allSettled([
      assignOwner(admin, { target: { ids: [one] }, personId: gil }),
      disablePerson(admin, { personId: gil }),
    ]);
    expect(both[1].status).toBe("fulfilled");
    expect(await orphans()).toEqual([]);
  });
});

describe("whatever people come, own, back up and leave", () => {
  it(
    "leaves no identity with somebody who left outside an open list",
    { timeout: 120_000 },
    async () => {
      const people = await Promise.all(["Pa Prop", "Pb Prop", "Pc Prop"].map(newPerson));
      const some = await ids("missing_since IS NULL", 6);
      const who = fc.constantFrom(...people);
      const what = fc.constantFrom(...some);
      const step = fc.oneof(
        fc.record({ do: fc.constant("own" as const), who, what }),
        fc.record({ do: fc.constant("back" as const), who, what }),
        fc.record({ do: fc.constant("leave" as const), who }),
        fc.record({ do: fc.constant("return" as const), who }),
        fc.record({ do: fc.constant("handle" as const), who, to: fc.option(who) }),
      );
      const refused = () => undefined;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
          for (const it of steps) {
            if (it.do === "own")
              await assignOwner(admin, { target: { ids: [it.what] }, personId: it.who }).catch(
                refused,
              );
            if (it.do === "back")
              await changeOwnership(admin, {
                target: { ids: [it.what] },
                backupOwnerId: it.who,
              }).catch(refused);
            if (it.do === "leave") await disablePerson(admin, { personId: it.who });
            if (it.do === "return") await enablePerson(admin, { personId: it.who });
            if (it.do === "handle") {
              const open = await openCase(it.who).catch(refused);
              if (open)
                await decideLeaver(admin, {
                  leaverId: open,
                  decision: "reassign",
                  ...(it.to ? { personId: it.to } : {}),
                }).catch(refused);
            }
            expect(await orphans()).toEqual([]);
          }
          for (const personId of people) {
            const open = await openCase(personId).catch(refused);
            if (open)
              await decideLeaver(admin, { leaverId: open, decision: "reassign", personId: carla });
            expect(
              await ids(
                `owner_id = '${personId}' AND (SELECT status FROM person WHERE id = owner_id) = 'disabled'`,
              ),
            ).toEqual([]);
          }
        }),
        { numRuns: 15 },
      );
    },
  );
});
