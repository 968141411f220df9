import { describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { advanceReviews } from "./advance-reviews";
import { listSeries, stopSeries } from "./series";
import { ann, audits, begun, campaigns, eve, ids, setUpSeries, start } from "./testing/series";

setUpSeries();
const at = (iso: string): Date => new Date(iso);

describe("a review that repeats", () => {
  it("opens on its day from the same rule, with as many days to answer, and once however many workers there are", async () => {
    await begun({ repeats: "monthly", reviewer: "person", personId: ids.bob });
    await advanceReviews(start);
    await advanceReviews(at("2026-12-30T08:59:00Z"));
    expect(await campaigns()).toHaveLength(1);
    const day = at("2026-12-30T09:00:10Z");
    await Promise.all([advanceReviews(day), advanceReviews(day), advanceReviews(day)]);
    await advanceReviews(at("2027-01-10T00:00:00Z"));
    const [first, second, ...others] = await campaigns();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ name: "Quarter end", state: "closed", closedBy: "reviews" });
    expect(second).toMatchObject({
      name: "Quarter end, December 2026",
      state: "open",
      reviewer: "person",
      personId: ids.bob,
      opening: 1,
      items: first?.items,
      dueAt: new Date(day.getTime() + 7 * 86_400_000),
    });
    expect((await listSeries(eve(), {})).items).toMatchObject([
      { repeats: "monthly", nextAt: "2027-01-30T09:00:00.000Z", last: { id: second?.id } },
    ]);
  });

  it("asks what its saved view shows on the day, and what it showed once the view is gone", async () => {
    const view = await db().savedView.create({
      data: { personId: ids.eve, name: "Risky", page: "identities", query: "q=risk%3A%3E90" },
    });
    await begun({ repeats: "quarterly", viewId: view.id });
    await db().savedView.update({ where: { id: view.id }, data: { query: "q=risk%3A%3E20" } });
    await advanceReviews(at("2027-02-28T10:00:00Z"));
    await db().savedView.delete({ where: { id: view.id } });
    await advanceReviews(at("2027-05-30T10:00:00Z"));
    expect((await campaigns()).map(({ query }) => query)).toEqual([
      "risk:>90",
      "risk:>20",
      "risk:>90",
    ]);
  });

  it("does not make up for months in which nobody was there", async () => {
    await begun({ repeats: "monthly" });
    await advanceReviews(at("2027-06-15T00:00:00Z"));
    expect((await campaigns()).map(({ opening }) => opening)).toEqual([0, 6]);
    const [series] = (await listSeries(eve(), {})).items;
    expect(series?.nextAt).toBe("2027-06-30T09:00:00.000Z");
  });

  it("says so and waits for the next time where nothing matches any more", async () => {
    await begun({ repeats: "monthly", q: "risk:>20" });
    await sql("UPDATE identity SET missing_since = now()");
    await advanceReviews(at("2026-12-30T09:00:00Z"));
    await sql("UPDATE identity SET missing_since = NULL");
    expect(await campaigns()).toHaveLength(1);
    expect((await listSeries(eve(), {})).items).toMatchObject([
      { note: "Not opened on 2026-12-30: nothing matched its filter.", state: "active" },
    ]);
    await advanceReviews(at("2027-01-30T09:00:00Z"));
    expect((await listSeries(eve(), {})).items).toMatchObject([{ note: null }]);
    expect((await campaigns()).map(({ opening }) => opening)).toEqual([0, 2]);
  });

  it("opens nothing more once an analyst stopped it, which an owner cannot", async () => {
    const { seriesId } = await begun({ repeats: "monthly" });
    const target = { seriesId: seriesId ?? "" };
    await expect(stopSeries(ann(), target)).rejects.toMatchObject({ code: "forbidden" });
    await stopSeries(eve(), target);
    await expect(stopSeries(eve(), target)).rejects.toMatchObject({ code: "not_found" });
    await advanceReviews(at("2027-06-15T00:00:00Z"));
    expect(await campaigns()).toHaveLength(1);
    expect(await audits("review.series-stopped")).toBe(1);
  });
});
