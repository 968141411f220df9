import { describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { exportCampaign } from "./export-campaign";
import { getCampaign } from "./get-campaign";
import { listCampaigns } from "./list-campaigns";
import { listItems } from "./list-items";
import { listMyItems } from "./list-my-items";
import { finishTask, listTasks } from "./tasks";
import { advanceReviews } from "./advance-reviews";
import { createCampaign } from "./create-campaign";
import { decideItems } from "./decide";
import { cancelCampaign, closeCampaign } from "./end-campaign";
import {
  ann,
  as,
  at,
  bob,
  eve,
  ids,
  itemNow,
  itemsOf,
  keep,
  lastAudit,
  opened,
  someItem,
  start,
  setUpCampaigns,
} from "@/lib/testing/campaigns";

setUpCampaigns();

describe("an item whose time is over", () => {
  const states = async (campaignId: string) =>
    new Set(
      (await itemsOf(campaignId)).map((item) => `${item.state} ${item.reviewerId ?? "analysts"}`),
    );

  it("goes up the ladder, then to the analysts, once however often the job runs", async () => {
    const campaignId = await opened({ personId: ids.bob });
    await advanceReviews(at(6.9));
    expect(await states(campaignId)).toEqual(new Set([`waiting ${ids.ann}`]));
    await advanceReviews(at(7));
    await Promise.all([advanceReviews(at(7.01)), advanceReviews(at(7.01))]);
    expect(await states(campaignId)).toEqual(new Set([`waiting ${ids.bob}`]));
    await advanceReviews(at(10.1));
    await advanceReviews(at(60));
    expect(await states(campaignId)).toEqual(new Set(["waiting analysts"]));
    expect(
      await db().auditEvent.count({ where: { event: "review.escalated", targetId: campaignId } }),
    ).toBe(2);
  });

  it("has its removal requested where the campaign says so, and is never kept", async () => {
    const campaignId = await opened({ q: "risk:>80", overdueDefault: "request_removal" });
    await advanceReviews(at(8));
    await advanceReviews(at(9));
    const items = await itemsOf(campaignId);
    expect(new Set(items.map((item) => item.decision))).toEqual(new Set(["remove"]));
    expect(await db().offboardingCase.count()).toBe(items.length);
    expect(await db().credential.count({ where: { attestedAt: { not: null } } })).toBe(0);
  });

  it("stays with the named person where the campaign escalates", async () => {
    const campaignId = await opened({ overdueDefault: "escalate", personId: ids.max });
    for (const day of [8, 12, 20]) await advanceReviews(at(day));
    expect(await states(campaignId)).toEqual(new Set([`waiting ${ids.max}`]));
  });

  it("does not wait for somebody who can no longer sign in", async () => {
    const campaignId = await opened();
    await sql("UPDATE person SET status = 'disabled' WHERE id = $1", [ids.ann]);
    await advanceReviews(at(1));
    expect(await states(campaignId)).toEqual(new Set(["waiting analysts"]));
    await sql("UPDATE person SET status = 'active'");
  });
});

describe("telling people", () => {
  it("asks, reminds once for each day and says who left it, whoever is asked", async () => {
    const campaignId = await opened({ q: "risk:>80", personId: ids.bob });
    for (const day of [3.9, 4, 4.1, 6, 6.5, 7, 7.1]) await advanceReviews(at(day));
    const told = await db().notice.findMany({
      where: { subjectId: campaignId },
      orderBy: { at: "asc" },
    });
    expect(told.map((notice) => notice.event)).toEqual([
      "review.assigned",
      "review.reminder",
      "review.reminder",
      "review.escalated",
    ]);
    expect(told[3]?.data).toMatchObject({ reviewer: "Person 1", campaign: "November review" });
    await closeCampaign(eve(at(8)), { campaignId });
    expect(
      await db().notice.count({ where: { event: "review.closed", subjectId: campaignId } }),
    ).toBe(1);
  });
});

describe("ending a campaign", () => {
  it("leaves what nobody answered unanswered and takes no decision any more", async () => {
    const campaignId = await opened();
    const [first, second] = await itemsOf(campaignId);
    await decideItems(ann(), keep(first?.id ?? ""));
    await expect(closeCampaign(ann(), { campaignId })).rejects.toMatchObject({ code: "forbidden" });
    const { unanswered } = await closeCampaign(eve(), { campaignId });
    expect(await itemNow(second?.id ?? "")).toMatchObject({ state: "unanswered", decision: null });
    expect(await lastAudit("review.closed")).toMatchObject({
      detail: { unanswered, decisions: { keep: 1 } },
    });
    await expect(decideItems(ann(), keep(second?.id ?? ""))).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(closeCampaign(eve(), { campaignId })).rejects.toMatchObject({ code: "conflict" });
  });

  it("can be given up while it is prepared, with a reason", async () => {
    const { campaignId } = await createCampaign(eve(), {
      name: "Wrong scope",
      q: "",
      dueAt: at(7).toISOString(),
    });
    await cancelCampaign(eve(), { campaignId, reason: "The filter was wrong" });
    await advanceReviews(start);
    expect(await itemsOf(campaignId)).toHaveLength(0);
    expect(await lastAudit("review.cancelled")).toMatchObject({
      detail: { reason: "The filter was wrong" },
    });
  });
});

describe("reading", () => {
  it("shows a reviewer only what waits for them, with the evidence beside it", async () => {
    const campaignId = await opened();
    const { total, items } = await listMyItems(ann(), { limit: 2 });
    expect(total).toBe((await itemsOf(campaignId)).length);
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      campaign: { id: campaignId, name: "November review" },
      kind: "access_key",
      since: null,
      risk: { score: expect.any(Number) },
      equal: expect.any(Number),
    });
    expect(items[0]?.facts.map((fact) => fact.label)).toContain("Last used");
    expect((await listMyItems(bob(), {})).total).toBe(0);
    await expect(getCampaign(bob(), { campaignId })).rejects.toMatchObject({ code: "not_found" });
    expect((await listCampaigns(bob(), {})).items).toHaveLength(0);
    expect((await listCampaigns(ann(), {})).items).toMatchObject([{ mine: total }]);
    await expect(listItems(bob(), { campaignId })).rejects.toMatchObject({ code: "not_found" });
  });

  it("counts progress by reviewer and decision, and pages through every item once", async () => {
    const campaignId = await opened();
    const [first, second] = await itemsOf(campaignId);
    await decideItems(as("owner", ids.ann, at(1)), keep(first?.id ?? ""));
    await decideItems(ann(), { target: { ids: [second?.id ?? ""] }, decision: "rotate" });
    const detail = await getCampaign(eve(), { campaignId });
    expect(detail).toMatchObject({ state: "open", decided: 2, waiting: detail.items - 2 });
    expect(detail.reviewers).toMatchObject([{ name: "Person 1", decided: 2, medianHours: 12 }]);
    expect(detail.decisions.map((row) => row.decision).toSorted()).toEqual(["keep", "rotate"]);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listItems(eve(), { campaignId, limit: 50, cursor });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(detail.items);
    expect(seen).toHaveLength(detail.items);
  });

  it("exports every item, formulas made inert, and says so in the audit log", async () => {
    const campaignId = await opened();
    await sql("UPDATE review_item SET name = '=cmd()' WHERE campaign_id = $1", [campaignId]);
    const textOf = async (format: "csv" | "json"): Promise<string> => {
      let text = "";
      for await (const chunk of (await exportCampaign(eve(), { campaignId, format })).chunks)
        text += chunk;
      return text;
    };
    const count = await db().reviewItem.count({ where: { campaignId } });
    expect(JSON.parse(await textOf("json")).items).toHaveLength(count);
    const csv = await textOf("csv");
    expect(csv.trimEnd().split("\r\n")).toHaveLength(count + 1);
    expect(csv).not.toMatch(/"=cmd/);
    expect(await lastAudit("review.exported")).toMatchObject({ targetId: campaignId });
    await expect(exportCampaign(ann(), { campaignId })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("shows an owner their own tasks, which only they or an analyst finish", async () => {
    const item = await someItem(await opened());
    await decideItems(ann(), { target: { ids: [item.id] }, decision: "rotate" });
    await advanceReviews(start);
    expect((await listTasks(bob(), {})).items).toHaveLength(0);
    const [task] = (await listTasks(ann(), {})).items;
    const done = { taskId: task?.id ?? "", note: "Rotated by hand in the console" };
    await expect(finishTask(bob(), done)).rejects.toMatchObject({ code: "not_found" });
    await finishTask(ann(), done);
    expect((await listTasks(eve(), { state: "done" })).items).toMatchObject([
      { title: expect.stringContaining("Rotate"), assignee: "Person 1", finishedBy: "Test owner" },
    ]);
    await expect(finishTask(eve(), done)).rejects.toMatchObject({ code: "not_found" });
  });
});
