import { describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { scoreDue } from "../scoring/score-due";
import { decideItems } from "./decide";
import { delegateItems } from "./delegate-items";
import { undoDecision } from "./undo-decision";
import {
  ann,
  as,
  bob,
  dayMs,
  eve,
  ids,
  itemNow,
  itemsOf,
  keep,
  lastAudit,
  max,
  opened,
  reason,
  someItem,
  start,
  setUpCampaigns,
} from "@/lib/testing/campaigns";

setUpCampaigns();

describe("deciding", () => {
  it("keep renews the attestation of the credential, with who said so", async () => {
    const item = await someItem(await opened());
    await decideItems(ann(), keep(item.id));
    const credential = await db().credential.findUniqueOrThrow({
      where: { id: item.credentialId ?? "" },
    });
    expect(credential).toMatchObject({ attestedAt: start, attestedBy: "Test owner" });
    expect(await lastAudit("review.decided")).toMatchObject({
      targetId: item.id,
      detail: { decision: "keep", reason },
    });
  });

  it("keep ends the finding that its review is overdue; taking the answer back finds it again", async () => {
    const item = await someItem(await opened());
    const identityId = item.identityId ?? "";
    await sql("DELETE FROM credential WHERE identity_id = $1 AND id <> $2", [
      identityId,
      item.credentialId,
    ]);
    const long = new Date(start.getTime() - 1_000 * dayMs);
    await sql("UPDATE credential SET first_seen_at = $1 WHERE identity_id = $2", [
      long,
      identityId,
    ]);
    await sql("UPDATE identity SET status = 'active' WHERE id = $1", [identityId]);
    const queue = "INSERT INTO identity_scoring (identity_id, rescore_at) VALUES ($1, now())";
    await sql(`${queue} ON CONFLICT (identity_id) DO UPDATE SET rescore_at = now()`, [identityId]);
    const overdue = async () => {
      await scoreDue(start);
      const where = { identityId, ruleId: "nhi1-review-overdue" };
      return (await db().finding.findFirst({ where }))?.state;
    };
    expect(await overdue()).toBe("open");
    await decideItems(ann(), keep(item.id));
    expect(await overdue()).toBe("resolved");
    await undoDecision(ann(), { itemId: item.id });
    expect(await overdue()).toBe("open");
  });

  it("is for whom the item waits: not for other owners, nor for analysts, nor twice", async () => {
    const item = await someItem(await opened());
    for (const ctx of [bob(), eve()])
      await expect(decideItems(ctx, keep(item.id))).rejects.toMatchObject({ code: "not_found" });
    await expect(decideItems(as("auditor", ids.ann), keep(item.id))).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await lastAudit("review.decide")).toMatchObject({ outcome: "refused" });
    await decideItems(ann(), keep(item.id));
    await expect(decideItems(ann(), keep(item.id))).rejects.toMatchObject({ code: "not_found" });
  });

  it("needs a reason to keep or to remove", async () => {
    const item = await someItem(await opened());
    const target = { ids: [item.id] };
    for (const decision of ["keep", "remove"] as const)
      await expect(decideItems(ann(), { target, decision })).rejects.toMatchObject({
        code: "invalid_input",
      });
    await decideItems(ann(), { target, decision: "rotate" });
  });

  it("by an owner alone waits for a second person where two must agree", async () => {
    const item = await someItem(await opened({ twoPeople: "always" }));
    expect(await decideItems(ann(), keep(item.id))).toEqual({ count: 1, waitingForSecond: 1 });
    expect(await itemNow(item.id)).toMatchObject({
      state: "seconding",
      reviewerId: null,
      decision: null,
    });
    const credential = () =>
      db().credential.findUniqueOrThrow({ where: { id: item.credentialId ?? "" } });
    expect((await credential()).attestedAt).toBeNull();
    await expect(decideItems(ann(), keep(item.id))).rejects.toMatchObject({ code: "not_found" });
    await decideItems(eve(), keep(item.id));
    expect((await credential()).attestedAt).toEqual(start);
  });

  it("goes to the next in line, then to the analysts, when somebody does not know", async () => {
    const item = await someItem(await opened({ personId: ids.bob }));
    const unsure = { target: { ids: [item.id] }, decision: "do_not_know" as const };
    await decideItems(ann(), unsure);
    expect(await itemNow(item.id)).toMatchObject({ reviewerId: ids.bob, state: "waiting" });
    await decideItems(bob(), unsure);
    expect(await itemNow(item.id)).toMatchObject({ reviewerId: null, state: "waiting" });
    await expect(decideItems(eve(), unsure)).rejects.toMatchObject({ code: "conflict" });
    await decideItems(max(), keep(item.id));
    expect((await itemNow(item.id)).decidedById).toBe(ids.max);
  });

  it("has one winner when two analysts answer at once", async () => {
    const item = await someItem(await opened());
    await delegateItems(eve(), {
      campaignId: item.campaignId,
      fromPersonId: ids.ann,
      toPersonId: ids.eve,
      reason: "Ann is away this month",
    });
    const answers = await Promise.allSettled([
      decideItems(eve(), keep(item.id)),
      decideItems(eve(), { target: { ids: [item.id] }, decision: "remove", reason }),
    ]);
    expect(answers.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(await db().reviewDecision.count({ where: { itemId: item.id } })).toBe(1);
  });

  it("in bulk takes only items of equal evidence, and only as many as were shown", async () => {
    const campaignId = await opened();
    const items = await itemsOf(campaignId);
    const first = items[0];
    const other = items.find((item) => item.digest !== first?.digest);
    const mixed = { ids: [first?.id ?? "", other?.id ?? ""] };
    await expect(
      decideItems(ann(), { target: mixed, decision: "keep", reason }),
    ).rejects.toMatchObject({ code: "conflict" });
    const equal = items.filter((item) => item.digest === first?.digest).length;
    const target = { campaignId, digest: first?.digest ?? "", expected: equal + 1 };
    const decided = decideItems(ann(), { target, decision: "keep", reason });
    await expect(decided).rejects.toMatchObject({ code: "conflict" });
    const rotated = { ...target, expected: equal };
    await expect(decideItems(ann(), { target: rotated, decision: "rotate" })).rejects.toMatchObject(
      {
        code: "invalid_input",
      },
    );
    expect(await decideItems(ann(), { target: rotated, decision: "keep", reason })).toMatchObject({
      count: equal,
    });
  });
});
