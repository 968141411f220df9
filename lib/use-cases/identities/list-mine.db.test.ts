import { beforeAll, describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeUser } from "@/lib/testing/fake-provider";
import { seedIdentities, type SeededInventory } from "@/lib/testing/identities";
import { scoreDue } from "../scoring/score-due";
import { assignOwner } from "./assign-owner";
import { changeOwnership } from "./change-ownership";
import { getIdentity } from "./get-identity";
import { hideSource } from "../sources/remove-source";
import { listMine } from "./list-mine";

useDatabase();

const now = new Date();
const analyst = personContext("analyst", { now });
let seeded: SeededInventory;
let ids: string[] = [];
const owner = (at: number) => personContext("owner", { now, personId: seeded.personIds[at]! });

beforeAll(async () => {
  seeded = await seedIdentities(60, { now });
  ids = (
    await sql<{ id: string }>(
      "SELECT id FROM identity WHERE missing_since IS NULL AND status = 'active' ORDER BY id LIMIT 6",
    )
  ).map(({ id }) => id);
  await sql("UPDATE identity SET owner_id = NULL, owner_state = 'none'");
  await assignOwner(analyst, { target: { ids }, personId: seeded.personIds[0]! });
});

const rulesOf = async (id: string) =>
  (await getIdentity(analyst, { id })).findings
    .filter(({ state }) => state === "open")
    .map(({ ruleId, severity }) => `${ruleId} ${severity}`);

describe("my identities", () => {
  it("are all that are mine and nobody else's, riskiest first, with those I back up counted", async () => {
    await changeOwnership(analyst, {
      target: { ids: ids.slice(0, 2) },
      backupOwnerId: seeded.personIds[1]!,
    });
    const mine = await listMine(owner(0), {});
    expect(mine.items.map(({ identity }) => identity.id).toSorted()).toEqual(ids.toSorted());
    const scores = mine.items.map(({ identity }) => identity.risk.score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(mine.total).toBe(6);
    expect(await listMine(owner(1), {})).toEqual({ items: [], total: 0, backedUp: 2 });
    await sql("UPDATE identity SET missing_since = now() WHERE id = $1", [ids[5]]);
    expect((await listMine(owner(0), {})).total).toBe(5);
  });

  it("count a vendor's last day to its end in UTC, wherever Muster runs", async () => {
    const vendorEndsOn = "2026-11-22";
    await changeOwnership(analyst, { target: { ids: [ids[2]!] }, vendorEndsOn });
    const { TZ } = process.env;
    const told = async (zone: string, at: string) => {
      process.env.TZ = zone;
      const of = personContext("owner", { now: new Date(at), personId: seeded.personIds[0]! });
      const { items } = await listMine(of, {});
      return items
        .flatMap(({ needs }) => needs.map(({ text }) => text))
        .filter((text) => text.includes(vendorEndsOn));
    };
    try {
      for (const zone of ["America/Los_Angeles", "Asia/Tokyo"]) {
        expect(await told(zone, "2026-11-22T23:30:00Z")).toEqual([
          `The vendor's access ends on ${vendorEndsOn}`,
        ]);
        expect(await told(zone, "2026-11-23T00:30:00Z")).toEqual([
          `The vendor's access ended on ${vendorEndsOn}`,
        ]);
      }
    } finally {
      if (TZ === undefined) delete process.env.TZ;
      else process.env.TZ = TZ;
    }
    await changeOwnership(analyst, { target: { ids: [ids[2]!] }, vendorEndsOn: null });
  });

  it("say what needs me: a vendor whose access has ended, also as a finding", async () => {
    await changeOwnership(analyst, {
      target: { ids: [ids[3]!] },
      vendorName: "Vendor Inc",
      vendorEndsOn: "2020-01-31",
    });
    await scoreDue(new Date());
    expect(await rulesOf(ids[3]!)).toContain("nhi3-vendor-ended high");
    const found = (await listMine(owner(0), {})).items.find(
      ({ identity }) => identity.id === ids[3],
    );
    expect(found?.needs.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        "Vendor's access has ended",
        "The vendor's access ended on 2020-01-31",
      ]),
    );
  });

  it("are worse when a shared inbox or somebody who left owns them with no backup", async () => {
    await sql("UPDATE person SET email = 'devops@acme.example' WHERE id = $1", [
      seeded.personIds[0],
    ]);
    await sql("UPDATE identity_scoring SET rescore_at = now()");
    await scoreDue(new Date());
    expect(await rulesOf(ids[4]!)).toContain("nhi1-owner-shared-inbox low");
    expect((await rulesOf(ids[0]!)).join()).not.toContain("shared-inbox");
    await sql("UPDATE person SET status = 'disabled' WHERE id = $1", [seeded.personIds[0]]);
    await sql("UPDATE identity_scoring SET rescore_at = now()");
    await scoreDue(new Date());
    expect(await rulesOf(ids[4]!)).toContain("nhi1-owner-inactive high");
    expect(await rulesOf(ids[0]!)).toContain("nhi1-owner-inactive medium");
  });

  it("are without those of a source that is being deleted, in the list and in both counts", async () => {
    const [me, backup] = [seeded.personIds[2]!, seeded.personIds[3]!];
    const sourceId = await insertSource();
    await ingest(
      sourceId,
      Array.from({ length: 200 }, (_, n) => fakeUser(`going-${n}`)),
    );
    const going = await db().identity.findMany({ where: { sourceId }, select: { id: true } });
    await sql("UPDATE identity SET risk_score = 100 WHERE source_id = $1", [sourceId]);
    const target = { ids: [...going.map(({ id }) => id), ids[4]!] };
    await assignOwner(analyst, { target, personId: me });
    await changeOwnership(analyst, { target, backupOwnerId: backup });
    expect(await listMine(owner(2), {})).toMatchObject({ total: 201 });
    expect(await listMine(owner(3), {})).toMatchObject({ backedUp: 201 });
    await db().$transaction((tx) => hideSource(tx, sourceId, now));
    const mine = await listMine(owner(2), {});
    expect(mine.items.map(({ identity }) => identity.id)).toEqual([ids[4]]);
    expect(mine.total).toBe(1);
    expect(await listMine(owner(3), {})).toMatchObject({ backedUp: 1 });
  });
});
