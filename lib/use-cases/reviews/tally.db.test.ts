import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DomainError } from "@/lib/domain/errors";
import { reviewDecisions } from "@/lib/domain/lifecycle/review-item";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import { seedCredentials } from "@/lib/testing/reviews";
import { advanceReviews } from "./advance-reviews";
import { createCampaign } from "./create-campaign";
import { decideItems } from "./decide";
import { delegateItems } from "./delegate-items";
import { cancelCampaign, closeCampaign } from "./end-campaign";
import { getCampaign } from "./get-campaign";
import { undoDecision } from "./undo-decision";
import { differences } from "./testing/recount";

useDatabase();

const start = new Date("2026-11-21T09:00:00Z");
const at = (days: number): Date => new Date(start.getTime() + days * 86_400_000);
const reason = "Counted again after each event";
const ids = { ann: "", bob: "", eve: randomUUID() };
const ann = (now = start) => personContext("owner", { personId: ids.ann, now });
const bob = (now = start) => personContext("owner", { personId: ids.bob, now });
const eve = (now = start) => personContext("analyst", { personId: ids.eve, now });

beforeAll(async () => {
  const seeded = await seedIdentities(60, { now: start, sources: 2 });
  [ids.ann = "", ids.bob = ""] = seeded.personIds;
  await sql("UPDATE person SET status = 'active'");
  await sql(
    "INSERT INTO person (id, email, name, role, updated_at) VALUES ($1, $2, $3, $4, now())",
    [ids.eve, "eve@example.com", "Eve", "analyst"],
  );
  const team = await db().team.create({ data: { name: "Payments", managerId: ids.bob } });
  await sql(
    `INSERT INTO identity_ownership (identity_id, team_id, changed_at)
     SELECT id, $1, now() FROM identity WHERE hashtext(external_id) % 2 = 0`,
    [team.id],
  );
  await seedCredentials(start);
});

beforeEach(async () => {
  await sql("DELETE FROM review_campaign");
  await sql("DELETE FROM offboarding_case");
  await sql(
    `UPDATE identity SET owner_state = 'confirmed', owner_id = CASE WHEN hashtext(external_id) % 3 = 0 THEN $1::uuid ELSE $2::uuid END`,
    [ids.bob, ids.ann],
  );
});

async function opened(twoPeople: "always" | "never" = "never"): Promise<string> {
  const { campaignId } = await createCampaign(eve(), {
    name: "Counted",
    q: "",
    twoPeople,
    personId: ids.bob,
    dueAt: at(7).toISOString(),
  });
  await advanceReviews(start);
  return campaignId;
}

const waitingFor = (campaignId: string, personId: string | null) =>
  db().reviewItem.findMany({
    where: { campaignId, reviewerId: personId, state: { in: ["waiting", "seconding"] } },
    orderBy: { id: "asc" },
  });

type Step = (campaignId: string, one: { ids: [string] }) => Promise<unknown>;
const answered = (decision: (typeof reviewDecisions)[number], now = start) =>
  ((_id, target) => decideItems(ann(now), { target, decision, reason })) as Step;

/** Each kind of event that an item can meet, from an item that waits for Ann. */
const events: Record<string, Step> = {
  keep: answered("keep", at(2)),
  "reduce scope": answered("reduce_scope"),
  rotate: answered("rotate"),
  remove: answered("remove"),
  "not sure": answered("do_not_know"),
  "change owner": (_id, target) =>
    decideItems(ann(), { target, decision: "change_owner", newOwnerId: ids.bob }),
  "carried out": async (_id, target) => {
    await decideItems(ann(), { target, decision: "remove", reason });
    await advanceReviews(start);
  },
  "not carried out": async (_id, target) => {
    await decideItems(ann(), { target, decision: "rotate", reason });
    await sql("UPDATE review_item SET identity_id = NULL WHERE id = $1", target.ids);
    await advanceReviews(start);
  },
  undone: async (_id, target) => {
    await decideItems(ann(), { target, decision: "keep", reason });
    await undoDecision(ann(), { itemId: target.ids[0] });
  },
  "a changed owner undone": async (_id, target) => {
    await decideItems(ann(), { target, decision: "change_owner", newOwnerId: ids.bob });
    await advanceReviews(start);
    await undoDecision(ann(), { itemId: target.ids[0] });
    await advanceReviews(start);
  },
  delegated: (campaignId) => delegateItems(ann(), { campaignId, toPersonId: ids.bob, reason }),
  overdue: () => advanceReviews(at(8)),
  "overdue twice": async () => {
    await advanceReviews(at(8));
    await advanceReviews(at(12));
  },
  "a leaver": async () => {
    await sql("UPDATE person SET status = 'disabled' WHERE id = $1", [ids.ann]);
    await advanceReviews(start);
    await sql("UPDATE person SET status = 'active'");
  },
  "its credential gone": (_id, target) =>
    sql("UPDATE review_item SET credential_id = NULL WHERE id = $1", target.ids),
  "an item taken out": (_id, target) => sql("DELETE FROM review_item WHERE id = $1", target.ids),
  closed: (campaignId) => closeCampaign(eve(), { campaignId }),
  cancelled: (campaignId) => cancelCampaign(eve(), { campaignId, reason }),
};

describe("the stored counts of a campaign", () => {
  it.each(Object.keys(events))("equal a recount after: %s", async (name) => {
    const campaignId = await opened();
    expect(await differences(campaignId)).toEqual([]);
    const [item] = await waitingFor(campaignId, ids.ann);
    await events[name]?.(campaignId, { ids: [item?.id ?? ""] });
    expect(await differences(campaignId)).toEqual([]);
  });

  it("equal a recount after the first and the second of two people", async () => {
    const campaignId = await opened("always");
    const [item] = await waitingFor(campaignId, ids.ann);
    const target = { ids: [item?.id ?? ""] };
    await decideItems(ann(), { target, decision: "keep", reason });
    expect(await differences(campaignId)).toEqual([]);
    await decideItems(bob(at(3)), { target, decision: "keep", reason });
    expect(await differences(campaignId)).toEqual([]);
  });

  it("equal a recount after any mixture of events", async () => {
    const campaignId = await opened("always");
    const person = fc.constantFrom(ann, bob, eve);
    const step = fc.record({
      person,
      pick: fc.nat(80),
      undo: fc.boolean(),
      decision: fc.constantFrom(...reviewDecisions),
      hours: fc.nat(150),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const items = await db().reviewItem.findMany({
          where: { campaignId },
          orderBy: { id: "asc" },
        });
        for (const { person: as, pick, undo, decision, hours } of steps) {
          const itemId = items[pick % items.length]?.id ?? "";
          const ctx = as(at(hours / 24));
          const newOwner = decision === "change_owner" ? { newOwnerId: ids.bob } : {};
          const target = { ids: [itemId] };
          await (
            undo
              ? undoDecision(ctx, { itemId })
              : decideItems(ctx, { target, decision, reason, ...newOwner })
          ).catch((error: unknown) => {
            if (!(error instanceof DomainError)) throw error;
          });
        }
        expect(await differences(campaignId)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it("equal a recount when many answer, hand on and close at once, and nobody waits for ever", async () => {
    const campaignId = await opened();
    const [anns, bobs] = [
      await waitingFor(campaignId, ids.ann),
      await waitingFor(campaignId, ids.bob),
    ];
    const keep = (by: typeof ann) => (item: { id: string }) =>
      decideItems(by(), { target: { ids: [item.id] }, decision: "keep", reason });
    const ended = await Promise.allSettled([
      ...anns.slice(0, 12).map(keep(ann)),
      ...bobs.slice(0, 8).map(keep(bob)),
      delegateItems(eve(), { campaignId, fromPersonId: ids.ann, toPersonId: ids.eve, reason }),
      closeCampaign(eve(), { campaignId }),
    ]);
    const refusals = ended.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(refusals.filter((error) => !(error instanceof DomainError))).toEqual([]);
    expect(await differences(campaignId)).toEqual([]);
    expect((await getCampaign(eve(), { campaignId })).waiting).toBe(0);
  });

  it("give the median of the answers, and sums that do not stop at the reviewers shown", async () => {
    const campaignId = await opened();
    const anns = await waitingFor(campaignId, ids.ann);
    for (const [nth, hours] of [1, 5, 30, 70].entries())
      await decideItems(ann(at(hours / 24)), {
        target: { ids: [anns[nth]?.id ?? ""] },
        decision: "keep",
        reason,
      });
    const detail = await getCampaign(eve(), { campaignId });
    const mine = detail.reviewers.find((row) => row.personId === ids.ann);
    expect(mine).toMatchObject({ decided: 4, medianHours: (5 + 30) / 2 });
    await sql("UPDATE review_item SET reviewer_id = gen_random_uuid() WHERE state = 'waiting'");
    expect(await getCampaign(eve(), { campaignId })).toMatchObject({
      waiting: detail.items - 4,
      decided: 4,
    });
  });
});
