import { describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { advanceReviews } from "./advance-reviews";
import { decideItems } from "./decide";
import { delegateItems } from "./delegate-items";
import { closeCampaign } from "./end-campaign";
import { undoDecision } from "./undo-decision";
import {
  ann,
  at,
  bob,
  eve,
  ids,
  itemNow,
  itemsOf,
  keep,
  lastAudit,
  opened,
  reason,
  someItem,
  start,
  setUpCampaigns,
} from "@/lib/testing/campaigns";

setUpCampaigns();

describe("what a decision sets in motion", () => {
  it("remove opens one offboarding case however often the worker runs, in the decider's name", async () => {
    const item = await someItem(await opened());
    await decideItems(ann(), { target: { ids: [item.id] }, decision: "remove", reason });
    await Promise.all([advanceReviews(start), advanceReviews(start)]);
    await advanceReviews(at(1));
    const cases = await db().offboardingCase.findMany();
    expect(cases).toHaveLength(1);
    expect(cases[0]).toMatchObject({ requestedById: ids.ann, identityId: item.identityId });
    expect(await itemNow(item.id)).toMatchObject({ effect: "done", caseId: cases[0]?.id });
    expect(await lastAudit("review.carried-out")).toMatchObject({ targetId: item.id });
  });

  it("rotate and reduce scope open a task each, with what to take away and why", async () => {
    const [first, second] = await itemsOf(await opened());
    if (!first || !second) throw new Error("too few items");
    await sql(
      `INSERT INTO access_grant (id, identity_id, source_id, external_id, stream, service, entitlement, target, via, level,
         conditional, content_hash, first_seen_at, last_seen_at)
       SELECT gen_random_uuid(), id, source_id, 'g-' || l, 'seed', 's3', 's3:' || l, '*', 'policy', l, false, '', now(), now()
       FROM identity, unnest(ARRAY['read', 'admin']) l WHERE id = $1`,
      [second.identityId],
    );
    await decideItems(ann(), { target: { ids: [first.id] }, decision: "rotate" });
    await decideItems(ann(), { target: { ids: [second.id] }, decision: "reduce_scope" });
    await advanceReviews(start);
    const tasks = await db().reviewTask.findMany({ orderBy: { kind: "desc" } });
    expect(tasks.map((task) => [task.kind, task.state, task.assigneeId])).toEqual([
      ["rotate", "open", ids.ann],
      ["reduce_scope", "open", ids.ann],
    ]);
    expect(tasks[1]?.suggestion).toMatchObject({
      because: expect.stringContaining("does not say which grants are used"),
      keep: [{ entitlement: "s3:read" }],
      takeAway: [{ entitlement: "s3:admin" }],
    });
  });

  it("change owner makes that person the confirmed owner", async () => {
    const item = await someItem(await opened());
    const target = { ids: [item.id] };
    await decideItems(ann(), { target, decision: "change_owner", newOwnerId: ids.bob });
    await advanceReviews(start);
    const identity = await db().identity.findUniqueOrThrow({
      where: { id: item.identityId ?? "" },
    });
    expect(identity).toMatchObject({ ownerId: ids.bob, ownerState: "confirmed" });
  });
});

describe("undoing one's last answer", () => {
  it("gives everything back: the attestation, the case, the task, the owner, the place in line", async () => {
    const items = (await itemsOf(await opened({ personId: ids.bob }))).slice(0, 5);
    const [kept, removed, rotated, moved, passed] = items.map((item) => ({ ids: [item.id] }));
    if (!kept || !removed || !rotated || !moved || !passed) throw new Error("too few items");
    await decideItems(ann(), { target: kept, decision: "keep", reason });
    await decideItems(ann(), { target: removed, decision: "remove", reason });
    await decideItems(ann(), { target: rotated, decision: "rotate" });
    await decideItems(ann(), { target: moved, decision: "change_owner", newOwnerId: ids.bob });
    await decideItems(ann(), { target: passed, decision: "do_not_know" });
    await advanceReviews(start);
    for (const item of items) await undoDecision(ann(), { itemId: item.id });
    await advanceReviews(start);
    for (const item of items)
      expect(await itemNow(item.id)).toMatchObject({
        state: "waiting",
        reviewerId: ids.ann,
        decision: null,
        effect: "none",
      });
    expect(await db().credential.count({ where: { attestedAt: { not: null } } })).toBe(0);
    expect((await db().offboardingCase.findFirstOrThrow()).state).toBe("cancelled");
    expect((await db().reviewTask.findFirstOrThrow()).state).toBe("cancelled");
    expect(await db().identity.count({ where: { ownerId: ids.bob } })).toBe(0);
  });

  it("is refused to others, and once somebody acted on it or the review is closed", async () => {
    const campaignId = await opened();
    const [first, second] = await itemsOf(campaignId);
    if (!first || !second) throw new Error("too few items");
    await decideItems(ann(), { target: { ids: [first.id] }, decision: "rotate" });
    await decideItems(ann(), keep(second.id));
    await expect(undoDecision(bob(), { itemId: second.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await advanceReviews(start);
    await sql("UPDATE review_task SET state = 'done'");
    await expect(undoDecision(ann(), { itemId: first.id })).rejects.toMatchObject({
      code: "conflict",
    });
    await closeCampaign(eve(), { campaignId });
    await expect(undoDecision(ann(), { itemId: second.id })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("delegating", () => {
  it("is written down, and only what is one's own can be handed on", async () => {
    const campaignId = await opened();
    const handed = { campaignId, toPersonId: ids.bob, reason: "Bob runs the billing jobs" };
    await expect(
      delegateItems(bob(), { ...handed, fromPersonId: ids.ann, toPersonId: ids.max }),
    ).rejects.toMatchObject({ code: "forbidden" });
    const { count } = await delegateItems(ann(), handed);
    const item = await someItem(campaignId);
    expect(item).toMatchObject({ reviewerId: ids.bob, delegatedFrom: ids.ann });
    expect(await db().reviewDelegation.findFirst()).toMatchObject({
      fromName: "Person 1",
      toName: "Person 2",
      items: count,
    });
    expect(await lastAudit("review.delegated")).toMatchObject({ detail: { count } });
    await expect(decideItems(ann(), keep(item.id))).rejects.toMatchObject({ code: "not_found" });
    await decideItems(bob(), keep(item.id));
    expect(await lastAudit("review.decided")).toMatchObject({ detail: { onBehalfOf: ids.ann } });
  });
});
