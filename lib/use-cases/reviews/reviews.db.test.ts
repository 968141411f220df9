import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import { seedCredentials } from "@/lib/testing/reviews";
import { needsSecondPerson } from "@/lib/domain/lifecycle/review-item";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeKey, fakeUser } from "@/lib/testing/fake-provider";
import { lineOf } from "@/lib/domain/lifecycle/campaign";
import { exportCampaign } from "./export-campaign";
import { getCampaign } from "./get-campaign";
import { listCampaigns } from "./list-campaigns";
import { listItems } from "./list-items";
import { listMyItems } from "./list-my-items";
import { finishTask, listTasks } from "./tasks";
import { scoreDue } from "../scoring/score-due";
import { advanceReviews } from "./advance-reviews";
import { createCampaign } from "./create-campaign";
import { decideItems } from "./decide";
import { delegateItems } from "./delegate-items";
import { cancelCampaign, closeCampaign } from "./end-campaign";
import { previewCampaign } from "./preview-campaign";
import { undoDecision } from "./undo-decision";

useDatabase();

const dayMs = 86_400_000;
const start = new Date("2026-11-21T09:00:00Z");
const reason = "The nightly billing export needs it";
const at = (days: number): Date => new Date(start.getTime() + days * dayMs);
const ids = { ann: "", bob: "", eve: randomUUID(), max: randomUUID() };
const as = (role: "owner" | "analyst" | "auditor" | "manager", personId: string, now = start) =>
  personContext(role, { personId, now });
const ann = () => as("owner", ids.ann);
const bob = () => as("owner", ids.bob);
const eve = (now = start) => as("analyst", ids.eve, now);
const max = () => as("analyst", ids.max);

beforeAll(async () => {
  const seeded = await seedIdentities(120, { now: start, sources: 2 });
  [ids.ann = "", ids.bob = ""] = seeded.personIds;
  await sql("UPDATE person SET status = 'active'");
  for (const [name, id] of [
    ["Eve", ids.eve],
    ["Max", ids.max],
  ])
    await db().person.create({
      data: { id: id ?? "", email: `${name}@example.com`, name: name ?? "", role: "analyst" },
    });
  await sql(
    "UPDATE identity SET owner_state = 'confirmed', owner_id = $1, privilege = 'read', environment = 'test' WHERE missing_since IS NULL",
    [ids.ann],
  );
  await seedCredentials(start);
  await sql(
    "DELETE FROM credential WHERE identity_id = (SELECT id FROM identity ORDER BY id LIMIT 1)",
  );
});

/** Ann owns everything again, nothing is under way. */
beforeEach(async () => {
  await sql("DELETE FROM review_campaign");
  await sql("DELETE FROM review_task");
  await sql("DELETE FROM offboarding_case");
  await sql("UPDATE identity SET owner_id = $1, owner_state = 'confirmed'", [ids.ann]);
  await sql("UPDATE credential SET attested_at = NULL, attested_by = NULL");
});

interface Options {
  q?: string;
  reviewer?: "owner" | "backup" | "manager" | "person";
  personId?: string;
  twoPeople?: "always" | "never" | "privileged";
  overdueDefault?: "ask_analysts" | "escalate" | "request_removal";
}

async function opened(options: Options = {}): Promise<string> {
  const { campaignId } = await createCampaign(eve(), {
    name: "November review",
    q: "",
    dueAt: at(7).toISOString(),
    twoPeople: "never",
    ...options,
  });
  await advanceReviews(start);
  return campaignId;
}
const itemsOf = (campaignId: string) =>
  db().reviewItem.findMany({ where: { campaignId }, orderBy: [{ risk: "desc" }, { id: "asc" }] });
async function someItem(campaignId: string) {
  const [item] = await itemsOf(campaignId);
  if (!item) throw new Error("The campaign is empty");
  return item;
}
const itemNow = (id: string) => db().reviewItem.findUniqueOrThrow({ where: { id } });
const lastAudit = async (event: string) =>
  db().auditEvent.findFirst({ where: { event }, orderBy: { seq: "desc" } });
const keep = (id: string) => ({ target: { ids: [id] }, decision: "keep" as const, reason });

describe("opening a campaign", () => {
  it("asks what the preview said: an item for each credential, and one where there is none", async () => {
    const preview = await previewCampaign(eve(), { q: "" });
    const campaignId = await opened();
    const items = await itemsOf(campaignId);
    expect(items).toHaveLength(preview.items);
    expect(preview.reviewers).toEqual([
      { personId: ids.ann, name: "Person 1", items: preview.items, many: preview.items > 200 },
    ]);
    expect(new Set(items.map((item) => item.reviewerId))).toEqual(new Set([ids.ann]));
    const credentials = await db().credential.count({
      where: { identity: { missingSince: null } },
    });
    expect(items.filter((item) => item.subject === "credential")).toHaveLength(credentials);
    const audit = await lastAudit("review.opened");
    expect(audit).toMatchObject({ targetId: campaignId, detail: { items: items.length } });
  });

  it("freezes the scope: what matches later is not asked, what changes keeps its evidence", async () => {
    const { campaignId } = await createCampaign(eve(), {
      name: "Frozen",
      q: "risk:>50",
      dueAt: at(7).toISOString(),
    });
    const frozen = await sql<{ n: number }>("SELECT count(*)::int AS n FROM review_scope");
    await sql(
      "UPDATE identity SET risk_score = 99 WHERE risk_score <= 50 AND missing_since IS NULL",
    );
    await advanceReviews(start);
    const items = await itemsOf(campaignId);
    expect(new Set(items.map((item) => item.identityId)).size).toBe(frozen[0]?.n);
    expect(items[0]?.evidence).toMatchObject({
      identity: { environment: "test" },
      risk: { score: expect.any(Number) },
      facts: { lastUsedAt: { state: expect.any(String) } },
    });
  });

  it("asks two people exactly where the domain says so", async () => {
    await sql("UPDATE identity SET privilege = 'admin' WHERE hashtext(external_id) % 3 = 0");
    await sql("UPDATE identity SET environment = 'production' WHERE hashtext(external_id) % 5 = 0");
    const campaignId = await opened({ twoPeople: "privileged" });
    const rows = await db().reviewItem.findMany({
      where: { campaignId },
      include: { identity: true },
    });
    for (const row of rows)
      expect(row.twoPeople).toBe(
        row.identity !== null && needsSecondPerson("privileged", row.identity),
      );
    expect(new Set(rows.map((row) => row.twoPeople)).size).toBe(2);
    await sql("UPDATE identity SET privilege = 'read', environment = 'test'");
  });

  it("writes nothing twice when two workers prepare it at once", async () => {
    const { campaignId } = await createCampaign(eve(), {
      name: "Twice",
      q: "",
      dueAt: at(7).toISOString(),
    });
    await Promise.all(
      [advanceReviews(start), advanceReviews(start)].map((one) => one.catch(() => 0)),
    );
    const [row] = await sql<{ items: number; once: number }>(
      `SELECT count(*)::int AS items, count(DISTINCT (identity_id, credential_id))::int AS once
       FROM review_item WHERE campaign_id = $1`,
      [campaignId],
    );
    expect(row?.items).toBe(row?.once);
  });

  it("is refused to owners and auditors, and both attempts are in the audit log", async () => {
    for (const ctx of [ann(), as("auditor", ids.eve)]) {
      const made = createCampaign(ctx, { name: "Mine", q: "", dueAt: at(7).toISOString() });
      await expect(made).rejects.toMatchObject({ code: "forbidden" });
      expect(await lastAudit("review.create")).toMatchObject({ outcome: "refused" });
    }
  });
});

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

describe("what the database repeats of the domain", () => {
  it("the ladder is the one that the domain gives", async () => {
    const team = await db().team.create({ data: { name: "Payments", managerId: ids.max } });
    await sql(
      `INSERT INTO identity_ownership (identity_id, backup_owner_id, team_id, changed_at)
       SELECT id, $1, $2, now() FROM identity WHERE missing_since IS NULL`,
      [ids.eve, team.id],
    );
    for (const [reviewer, person] of [
      ["owner", ids.bob],
      ["owner", ids.ann],
      ["backup", ids.eve],
      ["manager", ids.bob],
      ["person", ids.max],
    ] as const) {
      const item = await someItem(await opened({ q: "risk:>90", reviewer, personId: person }));
      const around = { owner: ids.ann, backup: ids.eve, manager: ids.max, person };
      expect(item).toMatchObject({ line: lineOf(reviewer, around), teamName: "Payments" });
      await sql("DELETE FROM review_campaign");
    }
    await sql("DELETE FROM identity_ownership");
  });

  it("a sync keeps the attestation of a credential that it reads again", async () => {
    const sourceId = await insertSource();
    const reading = (name: string) => ingest(sourceId, [fakeKey("k-1", "u-1", { name })], "keys");
    await ingest(sourceId, [fakeUser("u-1")]);
    await reading("k");
    const [credential] = await db().credential.findMany({ where: { sourceId } });
    await db().credential.update({
      where: { id: credential?.id ?? "" },
      data: { attestedAt: start, attestedBy: "Ann" },
    });
    await reading("kk");
    expect(await db().credential.findFirst({ where: { sourceId } })).toMatchObject({
      name: "kk",
      attestedAt: start,
      attestedBy: "Ann",
    });
  });
});
