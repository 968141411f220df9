import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertSource } from "@/lib/testing/factories";
import { seedIdentities, type SeededInventory } from "@/lib/testing/identities";
import { saveTeam } from "../teams/change-teams";
import { assignOwner } from "./assign-owner";
import { changeOwnership } from "./change-ownership";
import { acceptCandidate, acceptCandidates, rejectCandidate } from "./decide-candidate";
import { getIdentity } from "./get-identity";

useDatabase();

const now = new Date("2026-11-20T12:00:00Z");
const analyst = personContext("analyst", { now });
let seeded: SeededInventory;
let ada: string;
let bob: string;
let gone: string;

beforeAll(async () => {
  seeded = await seedIdentities(300, { now });
  [ada, bob, gone] = seeded.personIds as [string, string, string];
  await sql("UPDATE person SET status = 'disabled' WHERE id = $1", [gone]);
});

const someIdentity = async (where = "true"): Promise<string> =>
  (await sql<{ id: string }>(`SELECT id FROM identity WHERE ${where} ORDER BY id LIMIT 1`))[0]!.id;
const lastAudit = async () =>
  (
    await sql<{ event: string; outcome: string; detail: Record<string, unknown> }>(
      "SELECT event, outcome, detail FROM audit_event ORDER BY seq DESC LIMIT 1",
    )
  )[0];
const rollup = () =>
  sql<{ owner_state: string; n: number }>(
    `SELECT owner_state, sum(identities)::int AS n FROM identity_rollup
     WHERE source_id = ANY($1::uuid[]) GROUP BY 1 HAVING sum(identities) <> 0 ORDER BY 1`,
    [seeded.sourceIds],
  );
const counted = () =>
  sql<{ owner_state: string; n: number }>(
    `SELECT owner_state, count(*)::int AS n FROM identity
     WHERE missing_since IS NULL AND source_id = ANY($1::uuid[]) GROUP BY 1 ORDER BY 1`,
    [seeded.sourceIds],
  );

describe("who answers beside the owner", () => {
  it("keeps backup, team, purpose and vendor, changes only what is given, and writes it down", async () => {
    const id = await someIdentity();
    await assignOwner(analyst, { target: { ids: [id] }, personId: ada });
    const team = await saveTeam(analyst, { name: "Payments", managerId: bob, memberIds: [ada] });
    const set = { backupOwnerId: bob, teamId: team.id, purpose: "Nightly export" };
    expect(await changeOwnership(analyst, { target: { ids: [id] }, ...set })).toEqual({
      count: 1,
      skipped: 0,
    });
    await changeOwnership(analyst, {
      target: { ids: [id] },
      vendorName: "Vendor Inc",
      vendorEndsOn: "2027-01-31",
    });
    expect((await getIdentity(analyst, { id })).ownership).toMatchObject({
      backup: { id: bob, active: true },
      team: { name: "Payments", manager: "Person 2" },
      purpose: "Nightly export",
      vendorName: "Vendor Inc",
      vendorEndsOn: "2027-01-31",
    });
    expect(await lastAudit()).toMatchObject({
      event: "identity.ownership-changed",
      detail: { count: 1, vendorName: "Vendor Inc" },
    });
    await changeOwnership(analyst, { target: { ids: [id] }, vendorName: null });
    const { ownership, timeline } = await getIdentity(analyst, { id });
    expect(ownership).toMatchObject({ vendorName: null, purpose: "Nightly export" });
    expect(timeline.items.map(({ summary }) => summary)).toContain(
      "Backup owner set to Person 2; Team set to Payments; Business purpose set to Nightly export",
    );
  });

  it("is never the owner: one identity is refused, of many those are left and counted", async () => {
    const id = await someIdentity(`owner_id = '${ada}'`);
    await expect(
      changeOwnership(analyst, { target: { ids: [id] }, backupOwnerId: ada }),
    ).rejects.toMatchObject({ code: "conflict" });
    const owned = await sql(
      "SELECT 1 FROM identity WHERE owner_id = $1 AND missing_since IS NULL",
      [ada],
    );
    const many = await changeOwnership(analyst, { target: { matching: "" }, backupOwnerId: ada });
    expect(many.skipped).toBe(owned.length);
    expect(many.count).toBeGreaterThan(100);
    expect(
      await sql(
        "SELECT 1 FROM identity i JOIN identity_ownership o ON o.identity_id = i.id WHERE i.owner_id = o.backup_owner_id",
      ),
    ).toEqual([]);
  });

  it("stops being the backup on becoming the owner, and the counts stay exact", async () => {
    const id = await someIdentity(`owner_id IS DISTINCT FROM '${bob}'`);
    await changeOwnership(analyst, { target: { ids: [id] }, backupOwnerId: bob });
    await assignOwner(analyst, { target: { ids: [id] }, personId: bob });
    expect((await getIdentity(analyst, { id })).ownership.backup).toBeNull();
    expect(await rollup()).toEqual(await counted());
  });

  it("is refused to people who left, to who may not assign, and audited", async () => {
    const id = await someIdentity();
    const wish = { target: { ids: [id] }, backupOwnerId: gone };
    await expect(changeOwnership(analyst, wish)).rejects.toMatchObject({ code: "not_found" });
    await expect(changeOwnership(personContext("owner"), wish)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await lastAudit()).toMatchObject({
      event: "identity.change-ownership",
      outcome: "refused",
    });
    await expect(changeOwnership(analyst, { target: { ids: [id] } })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("survives a sync that lists the identity again", async () => {
    const sourceId = await insertSource();
    const record = (name: string) => ({
      type: "identity" as const,
      externalId: "one",
      kind: "service_account" as const,
      detail: "fake.user",
      name,
      status: "active" as const,
      tags: {},
      attributes: {},
      facts: {
        createdAt: { state: "unknown" as const, reason: "not_offered" as const },
        createdBy: { state: "unknown" as const, reason: "not_offered" as const },
        lastUsedAt: { state: "unknown" as const, reason: "not_offered" as const },
        expiresAt: { state: "unknown" as const, reason: "not_offered" as const },
        lastRotatedAt: { state: "unknown" as const, reason: "not_offered" as const },
        privilege: { state: "unknown" as const, reason: "not_offered" as const },
      },
    });
    await ingest(sourceId, [record("first")]);
    const id = await someIdentity(`source_id = '${sourceId}'`);
    await changeOwnership(analyst, { target: { ids: [id] }, backupOwnerId: ada, purpose: "Why" });
    await ingest(sourceId, [record("second")]);
    const { identity, ownership } = await getIdentity(analyst, { id });
    expect(identity.name).toBe("second");
    expect(ownership).toMatchObject({ backup: { id: ada }, purpose: "Why" });
  });
});

describe("owner candidates", () => {
  const candidate = async (identityId: string, text: string, method = "tag") =>
    (
      await sql<{ id: string }>(
        `INSERT INTO owner_candidate (id, identity_id, candidate, method, confidence, evidence, last_seen_at)
         VALUES (gen_random_uuid(), $1, $2, $3, 0.9, 'owner tag', $4) RETURNING id`,
        [identityId, text, method, now],
      )
    )[0]!.id;

  it("makes an accepted candidate the confirmed owner, by address in any case", async () => {
    const identityId = await someIdentity("owner_state = 'none'");
    const candidateId = await candidate(identityId, "PERSON1@example.com");
    expect(await acceptCandidate(analyst, { identityId, candidateId })).toEqual({ ownerId: ada });
    expect((await getIdentity(analyst, { id: identityId })).identity.owner).toMatchObject({
      state: "confirmed",
      id: ada,
    });
    expect(await lastAudit()).toMatchObject({
      event: "identity.candidate-accepted",
      detail: { method: "tag", ownerId: ada },
    });
    expect(await rollup()).toEqual(await counted());
  });

  it("accepts nobody who left and no name that two people share", async () => {
    const identityId = await someIdentity("owner_state = 'none'");
    await sql("UPDATE person SET name = 'Same Name' WHERE id = ANY($1::uuid[])", [
      seeded.personIds.slice(3, 5),
    ]);
    for (const text of ["person3@example.com", "Same Name", "nobody@example.com"]) {
      const candidateId = await candidate(identityId, text);
      await expect(acceptCandidate(analyst, { identityId, candidateId })).rejects.toMatchObject({
        code: "conflict",
      });
    }
    await expect(
      acceptCandidate(personContext("auditor"), { identityId, candidateId: identityId }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("rejects a name by every evidence, also by evidence that a later sync brings", async () => {
    const identityId = await someIdentity("owner_state = 'none'");
    const candidateId = await candidate(identityId, "Person1@example.com");
    await candidate(identityId, "person1@example.com", "creator");
    await rejectCandidate(analyst, { identityId, candidateId });
    await candidate(identityId, "person1@EXAMPLE.com", "code_owner");
    const { candidates } = await getIdentity(analyst, { id: identityId });
    const named = candidates.filter(({ candidate: text }) => /person1/i.test(text));
    expect(named.map(({ rejected }) => rejected)).toEqual([true, true, true]);
  });

  it("confirms in bulk where one active person goes by the inferred name, and nowhere else", async () => {
    await sql("UPDATE identity SET owner_hint = 'nobody-knows' WHERE owner_state = 'inferred'");
    await sql(
      `UPDATE identity SET owner_hint = 'person1@example.com' WHERE id IN
       (SELECT id FROM identity WHERE owner_state = 'inferred' AND missing_since IS NULL ORDER BY id LIMIT 7)`,
    );
    await sql(
      `UPDATE identity SET owner_hint = 'person3@example.com' WHERE id IN (SELECT id FROM identity
       WHERE owner_state = 'inferred' AND owner_hint = 'nobody-knows' ORDER BY id LIMIT 5)`,
    );
    const target = { matching: "owner:inferred" };
    expect(await acceptCandidates(analyst, { target })).toEqual({ count: 7 });
    expect(await acceptCandidates(analyst, { target })).toEqual({ count: 0 });
    expect(await rollup()).toEqual(await counted());
  });
});
