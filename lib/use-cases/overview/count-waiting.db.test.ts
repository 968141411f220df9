import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { at, ids, opened, setUpCampaigns, start } from "@/lib/testing/campaigns";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { decideItems } from "../reviews/decide";
import { mostWaiting } from "@/lib/domain/people/waiting-work";
import { countWaiting } from "./count-waiting";

setUpCampaigns();

const admin = personContext("admin", { personId: ids.max, now: start });
const eve = personContext("analyst", { personId: ids.eve, now: start });
const manager = personContext("manager", { now: start });
const auditor = personContext("auditor", { now: start });
const owner = (personId: string) => personContext("owner", { personId, now: start });
const nothing = { findings: 0, reviews: 0, offboarding: 0, exceptions: 0, sources: 0, leavers: 0 };

let identityId = "";
let sourceId = "";

const finding = (severity: string, state = "open", of = identityId) =>
  sql(
    `INSERT INTO finding (id, identity_id, rule_id, finding_key, severity, state, title, evidence, remedy,
       first_seen_at, last_seen_at)
     VALUES (gen_random_uuid(), $1, 'rule', gen_random_uuid(), $2, $3, 'Found', '{}', '', now(), now())`,
    [of, severity, state],
  );

const openCase = (state: string, requestedById: string | null = null) =>
  db().offboardingCase.create({
    data: {
      identityId,
      sourceName: "Source 1",
      connectorId: "aws",
      target: {},
      externalId: "x",
      mode: "manual",
      state,
      reason: "No longer needed",
      requestedById,
      requestedBy: "Somebody",
      otherApprover: true,
      watchDays: 7,
      createdAt: start,
      stateAt: start,
    },
  });

let asked = 0;
const exception = (state: string, requestedById: string, renewals = 0) =>
  db().policyException.create({
    data: {
      identityId,
      identityName: "x",
      sourceName: "Source 1",
      ruleId: `rule-${(asked += 1)}`,
      state,
      reason: "The vendor ships the fix next month",
      checks: [],
      checkedAt: start,
      startsAt: start,
      endsAt: at(9),
      mostDays: 30,
      policyVersion: 1,
      renewals,
      requestedById,
      requestedBy: "Somebody",
      createdAt: start,
      stateAt: start,
    },
  });

/** Ann owns everything but one identity, which is Bob's. */
beforeAll(async () => {
  const row = await db().identity.findFirstOrThrow({ where: { missingSince: null } });
  identityId = row.id;
  sourceId = row.sourceId;
});
beforeEach(async () => {
  await sql("UPDATE identity SET owner_id = $2 WHERE id = $1", [identityId, ids.bob]);
  for (const table of ["finding", "finding_rollup", "policy_exception", "sync_run", "leaver"])
    await sql(`DELETE FROM ${table}`);
  await sql("UPDATE source SET last_error = NULL");
});

describe("the work that the menu shows", () => {
  it("is nothing where nothing waits, for every role, and for nobody who is not signed in", async () => {
    for (const ctx of [admin, eve, manager, auditor, owner(ids.ann)])
      expect(await countWaiting(ctx, {})).toEqual(nothing);
    await expect(countWaiting(anonymousContext(), {})).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  it("are critical findings for who works on them, and an owner's own that are critical or high", async () => {
    for (const severity of ["critical", "critical", "high", "low"]) await finding(severity);
    await finding("critical", "excepted");
    await finding("critical", "resolved");
    expect(await countWaiting(eve, {})).toEqual({ ...nothing, findings: 2 });
    expect(await countWaiting(admin, {})).toEqual({ ...nothing, findings: 2 });
    expect(await countWaiting(owner(ids.bob), {})).toEqual({ ...nothing, findings: 3 });
    for (const ctx of [owner(ids.ann), manager, auditor])
      expect(await countWaiting(ctx, {})).toEqual(nothing);
  });

  it("are the items of reviews that wait for this person, and go with the answer", async () => {
    const campaignId = await opened();
    const bobs = await db().reviewItem.findMany({ where: { campaignId, reviewerId: ids.bob } });
    const anns = await db().reviewItem.count({ where: { campaignId, reviewerId: ids.ann } });
    expect(bobs.length).toBeGreaterThan(0);
    expect((await countWaiting(owner(ids.bob), {})).reviews).toBe(bobs.length);
    expect((await countWaiting(owner(ids.ann), {})).reviews).toBe(anns);
    expect((await countWaiting(eve, {})).reviews).toBe(0);
    await decideItems(owner(ids.bob), {
      target: { ids: bobs.map(({ id }) => id) },
      decision: "keep",
      reason: "The nightly billing export needs it",
    });
    expect((await countWaiting(owner(ids.bob), {})).reviews).toBe(0);
    await sql("UPDATE review_item SET reviewer_id = NULL WHERE reviewer_id = $1", [ids.ann]);
    expect((await countWaiting(eve, {})).reviews).toBe(anns);
    expect((await countWaiting(owner(ids.ann), {})).reviews).toBe(0);
    expect((await countWaiting(auditor, {})).reviews).toBe(0);
  });

  it("are cases that this person decides, mends or answers as the owner, not those they cannot", async () => {
    await openCase("planned", ids.eve);
    await openCase("stuck");
    await openCase("manual");
    await openCase("confirming");
    await openCase("watching");
    expect((await countWaiting(admin, {})).offboarding).toBe(3);
    // Somebody else must approve what she asked for.
    expect((await countWaiting(eve, {})).offboarding).toBe(2);
    // To be done by hand, and to be confirmed.
    expect((await countWaiting(owner(ids.bob), {})).offboarding).toBe(2);
    for (const ctx of [owner(ids.ann), auditor, manager])
      expect((await countWaiting(ctx, {})).offboarding).toBe(0);
    const asManager = personContext("manager", { personId: ids.bob, now: start });
    expect((await countWaiting(asManager, {})).offboarding).toBe(1);
  });

  it("are requests of others for an exception, and one's own that end soon", async () => {
    await exception("requested", ids.eve);
    await exception("requested", ids.bob);
    await exception("requested", ids.bob, 3);
    await exception("expiring", ids.bob);
    await exception("active", ids.bob);
    expect((await countWaiting(eve, {})).exceptions).toBe(1);
    // The third renewal is an administrator's to decide.
    expect((await countWaiting(admin, {})).exceptions).toBe(3);
    expect((await countWaiting(owner(ids.bob), {})).exceptions).toBe(1);
    for (const ctx of [owner(ids.ann), auditor, manager])
      expect((await countWaiting(ctx, {})).exceptions).toBe(0);
  });

  it("are sources with a held reading, and for who can mend them those that fail; leavers too", async () => {
    await db().syncRun.create({ data: { sourceId, state: "waiting_for_person" } });
    await sql("UPDATE source SET last_error = '{}' WHERE id <> $1", [sourceId]);
    await db().leaver.create({
      data: { personId: ids.bob, because: "disabled_by_hand", openedAt: start },
    });
    expect(await countWaiting(admin, {})).toEqual({ ...nothing, sources: 2, leavers: 1 });
    expect(await countWaiting(eve, {})).toEqual({ ...nothing, sources: 1, leavers: 1 });
    for (const ctx of [owner(ids.ann), auditor, manager])
      expect(await countWaiting(ctx, {})).toEqual(nothing);
    await sql("UPDATE source SET removed_at = now()");
    expect((await countWaiting(admin, {})).sources).toBe(0);
    await sql("UPDATE source SET removed_at = NULL");
  });

  it("ends at a thousand, however much there is", async () => {
    await sql(
      `INSERT INTO finding (id, identity_id, rule_id, finding_key, severity, state, title, evidence, remedy,
         first_seen_at, last_seen_at)
       SELECT gen_random_uuid(), $1, 'rule', n::text, 'critical', 'open', 'Found', '{}', '', now(), now()
       FROM generate_series(1, 1200) n`,
      [identityId],
    );
    expect((await countWaiting(eve, {})).findings).toBe(mostWaiting);
    expect((await countWaiting(owner(ids.bob), {})).findings).toBe(mostWaiting);
  });
});
