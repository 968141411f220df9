import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities, type SeededInventory } from "@/lib/testing/identities";
import { rejectCandidate } from "../identities/decide-candidate";
import { getIdentity } from "../identities/get-identity";
import { scoreDue } from "../scoring/score-due";
import { addPattern, listPatterns, removePattern } from "./change-patterns";

useDatabase();

const admin = personContext("admin");
let seeded: SeededInventory;
let ids: string[] = [];

beforeAll(async () => {
  seeded = await seedIdentities(20, { now: new Date() });
  ids = (
    await sql<{ id: string }>(
      "UPDATE identity SET name = 'plain', owner_id = NULL, owner_state = 'none', missing_since = NULL RETURNING id",
    )
  ).map(({ id }) => id);
  const names = ["Payments-api", "payments_api", "pay%ments", "payments-"];
  for (const [at, name] of names.entries())
    await sql("UPDATE identity SET name = $2 WHERE id = $1", [ids[at], name]);
});
const candidates = async (id: string) =>
  (await getIdentity(admin, { id })).candidates.map(({ candidate, method, rejected }) => [
    candidate,
    method,
    rejected,
  ]);

describe("a name pattern", () => {
  it("names its person for what matches now, literally but for stars, and says so", async () => {
    const personId = seeded.personIds[0]!;
    const made = await addPattern(admin, { pattern: "Payments-*", personId });
    expect(made.matched).toBe(2);
    expect(await candidates(ids[0]!)).toEqual([["person1@example.com", "name_pattern", false]]);
    expect(await candidates(ids[1]!)).toEqual([]);
    expect(await candidates(ids[2]!)).toEqual([]);
    expect((await listPatterns(admin, {})).items).toMatchObject([{ pattern: "payments-*" }]);
    expect(
      await sql("SELECT event, detail->>'matched' AS n FROM audit_event ORDER BY seq DESC LIMIT 1"),
    ).toEqual([{ event: "owner-pattern.added", n: "2" }]);
    await expect(addPattern(admin, { pattern: "payments-*", personId })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("names its person for what comes later, when it is scored, and infers them", async () => {
    await sql("UPDATE identity SET name = 'payments-new' WHERE id = $1", [ids[5]]);
    await sql(
      `INSERT INTO identity_scoring (identity_id, rescore_at) VALUES ($1, now())
       ON CONFLICT (identity_id) DO UPDATE SET rescore_at = now()`,
      [ids[5]],
    );
    await scoreDue(new Date());
    expect((await getIdentity(admin, { id: ids[5]! })).identity.owner).toMatchObject({
      state: "inferred",
      name: "person1@example.com",
    });
  });

  it("forgets what it named when it is removed, and keeps who was rejected", async () => {
    const detail = await getIdentity(admin, { id: ids[0]! });
    await rejectCandidate(admin, { identityId: ids[0]!, candidateId: detail.candidates[0]!.id });
    const [pattern] = (await listPatterns(admin, {})).items;
    await removePattern(admin, { patternId: pattern!.id });
    expect(await candidates(ids[0]!)).toEqual([["person1@example.com", "name_pattern", true]]);
    expect(await candidates(ids[3]!)).toEqual([]);
  });

  it("is an administrator's alone", async () => {
    const wish = { pattern: "data-*", personId: seeded.personIds[1]! };
    await expect(addPattern(personContext("analyst"), wish)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      removePattern(personContext("analyst"), { patternId: wish.personId }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});
