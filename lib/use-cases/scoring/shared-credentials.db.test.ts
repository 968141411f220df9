import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeKey, fakeUser } from "@/lib/testing/fake-provider";
import { listCredentials } from "../identities/list-identity-parts";
import { inventoryLeftovers } from "../offboarding/inventory-leftovers";
import { advanceReviews } from "../reviews/advance-reviews";
import { createCampaign } from "../reviews/create-campaign";
import { explainIdentity } from "./explain-identity";
import { scoreDue } from "./score-due";

useDatabase();

const analyst = personContext("analyst", { personId: randomUUID() });
const alone = [fakeUser("alone"), fakeKey("alone/key", "alone", { fingerprint: "SHA256:alone" })];
const twins = ["twin-1", "twin-2"].flatMap((name) => [
  fakeUser(name),
  fakeKey(`${name}/key`, name, { fingerprint: "SHA256:twins" }),
]);

const inEither = (externalId: string) =>
  db().identity.findMany({ where: { externalId }, include: { credentials: true } });
const findingOf = (identityId: string) =>
  db().finding.findFirst({
    where: { identityId, ruleId: "nhi9-shared-credential", state: "open" },
  });

/** How many others hold it, wherever that is told. */
async function toldOf(identityId: string) {
  const [listed] = (await listCredentials(analyst, { id: identityId })).items;
  const item = await db().reviewItem.findFirstOrThrow({ where: { identityId } });
  const { breakdown } = await explainIdentity(identityId, new Date());
  const words = breakdown.map(({ because }) => because).find((one) => one.includes("belongs to"));
  return {
    listed: listed?.sharedWith,
    reviewed: (item.evidence as { sharedWith: number }).sharedWith,
    scored: words ?? null,
  };
}

describe("one account that two sources list", () => {
  beforeAll(async () => {
    for (const name of ["Organisation", "Single account"])
      await ingest(await insertSource(undefined, name), [...alone, ...twins]);
    await scoreDue(new Date());
    const { personId } = analyst.actor as { personId: string };
    const person = { id: personId, email: "eve@example.com", name: "Eve", role: "analyst" };
    await db().person.create({ data: person });
    const dueAt = new Date(Date.now() + 7 * 86_400_000).toISOString();
    await createCampaign(analyst, { name: "All", q: "", dueAt, twoPeople: "never" });
    await advanceReviews(new Date());
  });

  it("does not share its keys with itself", async () => {
    const both = await inEither("alone");
    expect(both).toHaveLength(2);
    for (const { id } of both) {
      expect(await findingOf(id)).toBeNull();
      expect(await toldOf(id)).toEqual({ listed: 0, reviewed: 0, scored: null });
    }
  });

  it("counts another holder of its key once, though both sources list that one too", async () => {
    for (const { id } of await inEither("twin-1")) {
      expect((await findingOf(id))?.evidence).toMatchObject({
        evidence: "The public part of “key twin-1/key” is also held by 1 other identity",
      });
      expect(await toldOf(id)).toEqual({
        listed: 1,
        reviewed: 1,
        scored: "The secret of “key twin-1/key” also belongs to 1 other identity",
      });
    }
  });

  it("leaves no copy of its own behind when it goes, but that of another holder", async () => {
    const left = async (externalId: string) => {
      const [one] = await inEither(externalId);
      const target = { subject: "identity" };
      return inventoryLeftovers({ identityId: one?.id ?? null, externalId, target });
    };
    expect(await left("alone")).toEqual([]);
    const kept = await left("twin-1");
    expect(kept).toHaveLength(2);
    for (const line of kept) expect(line).toMatch(/^The same value is kept as user twin-2 in /);
  });
});
