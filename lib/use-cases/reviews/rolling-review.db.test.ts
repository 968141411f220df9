import { describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { advanceReviews } from "./advance-reviews";
import { decideItems } from "./decide";
import { closeCampaign } from "./end-campaign";
import { stopSeries } from "./series";
import {
  ann,
  audits,
  begun,
  campaigns,
  eve,
  ids,
  items,
  minutes,
  type Options,
  reason,
  setUpSeries,
} from "./testing/series";

setUpSeries();

/** What the scoring and the owner's commands write down. */
async function happen(kind: string, change: object, when: Date, count = 1): Promise<string[]> {
  const rows = await sql<{ identity_id: string }>(
    `INSERT INTO identity_event (id, identity_id, at, kind, summary, change)
     SELECT gen_random_uuid(), id, $1, $2, $2 || ' happened', $3::jsonb FROM (
       SELECT id FROM identity WHERE missing_since IS NULL ORDER BY id LIMIT $4) i RETURNING identity_id`,
    [when, kind, JSON.stringify(change), count],
  );
  return rows.map((row) => row.identity_id);
}
const band = (from: string, to: string) => ({ risk_band: { from, to } });
const onEvent = (options: Options) => begun({ repeats: "on_event", ...options });

describe("a review of what happens", () => {
  it("is open from the beginning, asks nobody, and needs something to wait for", async () => {
    await onEvent({ triggers: ["owner"] });
    await advanceReviews(minutes(1));
    expect(await campaigns()).toMatchObject([{ state: "open", rolling: true, items: 0 }]);
    expect(await audits("review.asked")).toBe(0);
    await expect(onEvent({ triggers: [] })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(begun({ triggers: ["risk"] })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it.each([
    ["medium", "high", 1],
    ["unknown", "critical", 1],
    ["high", "critical", 0],
    ["critical", "high", 0],
    ["low", "medium", 0],
  ])("asks the owner when a risk rises above the line high: %s to %s", async (from, to, asked) => {
    await onEvent({ triggers: ["risk"], riskLine: "high" });
    await happen("band_changed", band(from, to), minutes(2));
    await happen("owner_changed", { from: null, to: ids.bob }, minutes(2));
    await advanceReviews(minutes(3));
    const found = await items();
    expect(new Set(found.map((item) => item.identityId)).size).toBe(asked);
    expect(found.every((item) => item.reviewerId === ids.ann)).toBe(true);
    expect(found.every((item) => item.because === "band_changed happened")).toBe(true);
  });

  it("asks for a new owner and for an exposure, in its scope only, with a due date of its own", async () => {
    await onEvent({ triggers: ["owner", "exposure"], q: "risk:>0" });
    const [moved = ""] = await happen("owner_changed", { from: null, to: ids.bob }, minutes(2));
    await sql("UPDATE identity SET risk_score = 50 WHERE id = $1", [moved]);
    const [exposed] = await sql<{ id: string }>(
      "SELECT id FROM identity WHERE missing_since IS NULL AND risk_score > 0 AND id <> $1 ORDER BY id DESC LIMIT 1",
      [moved],
    );
    await sql(
      `INSERT INTO finding (id, identity_id, rule_id, finding_key, severity, title, evidence, remedy, first_seen_at, last_seen_at)
       VALUES (gen_random_uuid(), $1, 'nhi2-secret-readable-by-all', 'k', 'high', 'Everybody can read it', '{}', '', $2, $2)`,
      [exposed?.id, minutes(3)],
    );
    await advanceReviews(minutes(4));
    await advanceReviews(minutes(5));
    const asked = new Set((await items()).map((item) => item.identityId));
    expect(asked).toEqual(new Set([moved, exposed?.id]));
    const due = new Set((await items()).map((item) => item.dueAt?.toISOString()));
    expect(due).toEqual(new Set([minutes(4 + 7 * 1_440).toISOString()]));
    await sql("UPDATE identity SET risk_score = 0 WHERE id = $1", [moved]);
    await sql("DELETE FROM review_item WHERE identity_id = $1", [moved]);
    await advanceReviews(minutes(6));
    expect(new Set((await items()).map((item) => item.identityId))).toEqual(new Set([exposed?.id]));
  });

  it("asks once for each event: not again while it waits, nor for what happened before the answer", async () => {
    await onEvent({ triggers: ["risk", "owner"] });
    const [identityId] = await happen("band_changed", band("low", "high"), minutes(2));
    await Promise.all([advanceReviews(minutes(3)), advanceReviews(minutes(3))]);
    await happen("owner_changed", { from: null, to: ids.ann }, minutes(4));
    await advanceReviews(minutes(5));
    const first = await items();
    expect(first.length).toBeGreaterThan(0);
    expect(await db().notice.count({ where: { event: "review.assigned" } })).toBe(1);
    for (const item of first)
      await decideItems(ann(minutes(6)), { target: { ids: [item.id] }, decision: "keep", reason });
    await advanceReviews(minutes(7));
    expect(await items()).toHaveLength(first.length);
    await happen("band_changed", band("medium", "critical"), minutes(8));
    await advanceReviews(minutes(9));
    const again = await items();
    expect(again).toHaveLength(2 * first.length);
    expect(new Set(again.map((item) => item.identityId))).toEqual(new Set([identityId]));
  });

  it("goes on in a new campaign where somebody closed the last one, and stops when it is stopped", async () => {
    const { campaignId, seriesId } = await onEvent({ triggers: ["owner"] });
    await happen("owner_changed", { from: null, to: ids.bob }, minutes(2));
    await advanceReviews(minutes(3));
    await closeCampaign(eve(minutes(4)), { campaignId });
    await advanceReviews(minutes(5));
    expect(await campaigns()).toHaveLength(1);
    await happen("owner_changed", { from: ids.bob, to: ids.ann }, minutes(6), 3);
    await advanceReviews(minutes(7));
    expect(await campaigns()).toMatchObject([
      { state: "closed", opening: 0 },
      { state: "open", opening: 1, rolling: true },
    ]);
    await stopSeries(eve(minutes(8)), { seriesId: seriesId ?? "" });
    await happen("owner_changed", { from: null, to: ids.bob }, minutes(9), 9);
    const before = (await items()).length;
    await advanceReviews(minutes(10));
    expect(await items()).toHaveLength(before);
  });

  it("escalates an item when its own time is over, while later ones still wait", async () => {
    await onEvent({ triggers: ["owner"], personId: ids.bob });
    const [early] = await happen("owner_changed", { from: null, to: ids.ann }, minutes(2));
    await advanceReviews(minutes(3));
    await happen("owner_changed", { from: null, to: ids.ann }, minutes(4 * 1_440), 2);
    await advanceReviews(minutes(4 * 1_440 + 1));
    await advanceReviews(minutes(7 * 1_440 + 10));
    for (const item of await items())
      expect(item.reviewerId).toBe(item.identityId === early ? ids.bob : ids.ann);
  });

  it("reminds before each item's own date, one notice for what comes within a day, and once however many workers there are", async () => {
    await onEvent({ triggers: ["owner"], remindDays: [3, 1] });
    const day = 1_440;
    const reminders = async () =>
      (
        await db().notice.findMany({ where: { event: "review.reminder" }, orderBy: { at: "asc" } })
      ).map(({ data }) => (data as { open: number }).open);
    await happen("owner_changed", { from: null, to: ids.ann }, minutes(2));
    await advanceReviews(minutes(3));
    const first = (await items()).length;
    await happen("owner_changed", { from: null, to: ids.ann }, minutes(100), 2);
    await advanceReviews(minutes(101));
    const both = (await items()).length;
    await happen("owner_changed", { from: null, to: ids.ann }, minutes(3 * day), 3);
    await advanceReviews(minutes(3 * day + 1));
    expect(both).toBeGreaterThan(first);
    expect(await reminders()).toEqual([]);
    const soon = minutes(4 * day + 5);
    await Promise.all([advanceReviews(soon), advanceReviews(soon), advanceReviews(soon)]);
    await advanceReviews(minutes(4 * day + 300));
    expect(await reminders()).toEqual([both]);
    const [answered] = await items();
    await decideItems(ann(soon), {
      target: { ids: [answered?.id ?? ""] },
      decision: "keep",
      reason,
    });
    await advanceReviews(minutes(6 * day + 105));
    const later = (await items()).length - both;
    expect(await reminders()).toEqual([both, both - 1]);
    await advanceReviews(minutes(7 * day + 2));
    expect(later).toBeGreaterThan(0);
    expect(await reminders()).toEqual([both, both - 1, later]);
    expect(await audits("review.reminded")).toBe(3);
  });
});
