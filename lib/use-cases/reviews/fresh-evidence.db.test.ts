import { beforeAll, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { assignOwner } from "../identities/assign-owner";
import { scoreDue } from "../scoring/score-due";
import { advanceReviews } from "./advance-reviews";
import { listMyItems } from "./list-my-items";
import { ann, begun, campaigns, eve, ids, items, minutes, setUpSeries } from "./testing/series";

setUpSeries();

let identityId = "";
beforeAll(async () => {
  const [row] = await sql<{ id: string }>(
    `UPDATE identity SET owner_state = 'none', owner_id = NULL WHERE id = (
       SELECT i.id FROM identity i JOIN credential c ON c.identity_id = i.id WHERE i.missing_since IS NULL
         AND i.status = 'active' AND i.custody IS DISTINCT FROM 'managed_identity' ORDER BY i.id LIMIT 1) RETURNING id`,
  );
  identityId = row?.id ?? "";
});

const judge = () => scoreDue(new Date());
const unowned = () =>
  db().finding.count({ where: { identityId, ruleId: "nhi1-no-owner", state: "open" } });

/** Found without an owner, then given one: the worker has not judged it again yet. */
async function assignedAMomentAgo(): Promise<void> {
  await sql("UPDATE identity SET owner_state = 'none', owner_id = NULL WHERE id = $1", [
    identityId,
  ]);
  await sql(
    `INSERT INTO identity_scoring (identity_id, rescore_at) VALUES ($1, now())
     ON CONFLICT (identity_id) DO UPDATE SET rescore_at = now(), verdicts = NULL`,
    [identityId],
  );
  await judge();
  expect(await unowned()).toBe(1);
  await assignOwner(eve(minutes(1)), { target: { ids: [identityId] }, personId: ids.ann });
  expect(await unowned()).toBe(1);
}

const titles = async (): Promise<(string | undefined)[]> => {
  const { items: cards } = await listMyItems(ann(minutes(3)), { limit: 50 });
  const card = cards.find((one) => one.identity.id === identityId);
  expect(card?.owner).toBe("Person 1");
  return card?.findings.map(({ title }) => title) ?? [];
};

it("an item that a new owner is asked about says nothing of the time before them", async () => {
  await begun({ repeats: "on_event", triggers: ["owner"] });
  await assignedAMomentAgo();
  await advanceReviews(minutes(2));
  expect(await items()).toEqual([]);
  await judge();
  await advanceReviews(minutes(3));
  expect(await titles()).not.toContain("No owner");
});

it("a review that begins just after an assignment waits for what is being judged, and asks for that", async () => {
  await assignedAMomentAgo();
  await begun({ q: "" });
  const waiting = "SELECT name FROM pgboss.job WHERE state = 'created' AND singleton_key = 'again'";
  await sql("DELETE FROM pgboss.job");
  await advanceReviews(minutes(2));
  expect(await campaigns()).toMatchObject([{ state: "preparing" }]);
  expect((await sql<{ name: string }>(`${waiting} ORDER BY name`)).map(({ name }) => name)).toEqual(
    ["advance-reviews", "score-identities"],
  );
  await judge();
  await advanceReviews(minutes(3));
  expect(await campaigns()).toMatchObject([{ state: "open" }]);
  expect(await titles()).not.toContain("No owner");
});

it("a scoring that does not get there in ten minutes holds no review up", async () => {
  await assignedAMomentAgo();
  await sql("UPDATE identity_scoring SET rescore_at = now() - interval '11 minutes'");
  await begun({ q: "" });
  await advanceReviews(minutes(2));
  expect(await campaigns()).toMatchObject([{ state: "open" }]);
});
