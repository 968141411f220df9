import { describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { needsSecondPerson } from "@/lib/domain/lifecycle/review-item";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeKey, fakeUser } from "@/lib/testing/fake-provider";
import { lineOf } from "@/lib/domain/lifecycle/campaign";
import { advanceReviews } from "./advance-reviews";
import { createCampaign } from "./create-campaign";
import { previewCampaign } from "./preview-campaign";
import {
  ann,
  as,
  at,
  eve,
  ids,
  itemsOf,
  lastAudit,
  opened,
  someItem,
  start,
  setUpCampaigns,
} from "@/lib/testing/campaigns";

setUpCampaigns();

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
