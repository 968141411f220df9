import { beforeAll, describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { ingestSample } from "@/lib/testing/sample-records";
import { countIdentities } from "../identities/list-facets";
import { scoreDue } from "../scoring/score-due";
import { hideSource } from "../sources/remove-source";
import { getOverview, type Overview } from "./get-overview";

useDatabase();

const now = new Date();
const manager = personContext("manager", { now });
const listed = async (q: string) => (await countIdentities(manager, { q })).total;
let overview: Overview;

/** The whole sample organisation through the real ingest and the real scoring. */
beforeAll(async () => {
  const source = await db().source.create({
    data: { connectorId: "sample", name: "Sample", config: {}, isSample: true },
  });
  await ingestSample(source.id, now);
  await scoreDue(now);
  overview = await getOverview(manager, {});
}, 120_000);

describe("the overview", () => {
  it("counts in every figure exactly what the list behind it holds", async () => {
    for (const [name, figure] of Object.entries(overview.figures)) {
      expect([name, figure.now]).toEqual([name, await listed(figure.query)]);
    }
    expect(overview.figures.identities.now).toBeGreaterThan(2_000);
    expect(overview.figures.exposed.now).toBeGreaterThan(0);
    expect(overview.figures.pastRotation.now).toBeGreaterThan(0);
  });

  it("counts in every bar exactly what its list holds", async () => {
    const bars = new Map<string, number>();
    for (const { by, value, identities } of overview.slices) {
      const query = `${by}:${value}`;
      bars.set(query, (bars.get(query) ?? 0) + identities);
    }
    expect(bars.size).toBeGreaterThan(10);
    for (const [query, total] of bars) {
      expect([query, total]).toEqual([query, await listed(query)]);
    }
  });

  it("finds by age in SQL the same secrets past their policy as the score finds in the domain", async () => {
    const past = new Map<string, number>();
    let all = 0;
    for (const age of overview.secretAges) {
      all += age.identities;
      if (age.past)
        past.set(age.identityClass, (past.get(age.identityClass) ?? 0) + age.identities);
    }
    for (const [name, total] of past) {
      expect([name, total]).toEqual([
        name,
        await listed(`class:${name} rotation:over_policy,never`),
      ]);
    }
    expect(all).toBe(await listed("rotation:over_policy,never,within_policy,unknown"));
    // Autonomous agents in production rotate within 14 days, all other AI credentials within 30.
    const limit = (name: string) => (name.startsWith("ai_") ? 14 : 90);
    const known = overview.secretAges.filter((age) => age.fromDays >= 0);
    const oldest = (age: { fromDays: number }) => age.fromDays + 29;
    expect(known.filter((age) => age.past && oldest(age) < limit(age.identityClass))).toEqual([]);
  });

  it("gives the sample a history that is scored by its own dates and ends today", () => {
    const { days, figures } = overview;
    expect(days.length).toBeGreaterThan(20);
    expect(days.at(-1)?.day).toBe(now.toISOString().slice(0, 10));
    const total = (day: (typeof days)[number]) =>
      day.critical + day.high + day.medium + day.low + day.unknown;
    const totals = days.map(total);
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    expect(totals.at(-1)).toBe(figures.identities.now);
    expect(figures.atRisk.before).toBeGreaterThan(0);
    expect(figures.exposed.before).not.toBeNull();
  });

  it("invents no history twice, and none for a real source", async () => {
    const before = await sql("SELECT * FROM daily_snapshot ORDER BY 1, 2, 3, 4");
    const real = await db().source.create({
      data: { connectorId: "postgresql", name: "Real", config: {} },
    });
    await sql(
      "UPDATE identity_scoring SET rescore_at = now() WHERE identity_id IN (SELECT id FROM identity LIMIT 5)",
    );
    await scoreDue(now);
    expect(await sql("SELECT * FROM daily_snapshot ORDER BY 1, 2, 3, 4")).toEqual(before);
    const seen = (await getOverview(manager, {})).coverage.find(
      (source) => source.sourceId === real.id,
    );
    expect(seen).toMatchObject({ complete: 0, lastCompleteAt: null, unseen: [] });
    expect(seen?.streams).toBeGreaterThan(0);
  });

  it("forgets a source at once when it is being removed, in figures and ages too", async () => {
    await db().$transaction(async (tx) => {
      const source = await tx.source.findFirstOrThrow({ where: { isSample: true } });
      await hideSource(tx, source.id, now);
    });
    const left = await getOverview(manager, {});
    expect(Object.values(left.figures).map((figure) => figure.now)).toEqual(Array(8).fill(0));
    expect([left.slices, left.secretAges, left.days]).toEqual([[], [], []]);
    expect(left.coverage.map((source) => source.sourceName)).toEqual(["Real"]);
  });
});
