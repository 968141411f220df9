import { beforeAll, expect, it } from "vitest";
import { known, unknown } from "@/lib/domain/evidence";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeUser } from "@/lib/testing/fake-provider";
import { countIdentities, listFacets } from "../identities/list-facets";
import { listIdentities } from "../identities/list-identities";
import { refreshAllFigures } from "../scoring/refresh-figures";
import { scoreDue } from "../scoring/score-due";
import { getOverview } from "./get-overview";

useDatabase();

const now = new Date();
const manager = personContext("manager", { now });
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
const fact = <Value>(value: Value) => known(value, "fake:users", now);
const user = (name: string, created: string | null, used: string | null | undefined) =>
  fakeUser(name, {
    facts: {
      createdAt: created === null ? unknown("not_offered") : fact(created),
      createdBy: unknown("not_offered"),
      lastUsedAt: used === undefined ? unknown("not_offered") : fact(used),
      expiresAt: unknown("not_offered"),
      lastRotatedAt: unknown("not_offered"),
      privilege: unknown("not_offered"),
    },
  });
const listed = async (q: string) => {
  const { items } = await listIdentities(manager, { q, sort: "name", dir: "asc" });
  return items.map(({ externalId }) => externalId).toSorted((a, b) => a.localeCompare(b));
};

beforeAll(async () => {
  const sourceId = await insertSource();
  await ingest(sourceId, [
    user("made yesterday, never used", daysAgo(1), null),
    user("made 89 days ago, never used", daysAgo(89), null),
    user("made 91 days ago, never used", daysAgo(91), null),
    user("seen first today, never used", null, null),
    user("seen first long ago, never used", null, null),
    user("used 91 days ago", daysAgo(500), daysAgo(91)),
    user("used 89 days ago", daysAgo(500), daysAgo(89)),
    user("use unknown", daysAgo(500), undefined),
  ]);
  await sql("UPDATE identity SET first_seen_at = $1 WHERE external_id LIKE '%long ago%'", [
    daysAgo(120),
  ]);
  await scoreDue(now);
  await refreshAllFigures(now);
});

it("counts as unused what had 90 days to be used and was not, and lists exactly that", async () => {
  const { stale } = (await getOverview(manager, {})).figures;
  const unused = [
    "made 91 days ago, never used",
    "seen first long ago, never used",
    "used 91 days ago",
  ];
  expect(await listed(stale.query)).toEqual(unused);
  expect(stale.now).toBe(unused.length);
  expect((await countIdentities(manager, { q: stale.query })).total).toBe(unused.length);
  const [snapshot] = await sql<{ stale: number }>(
    "SELECT sum(stale)::int AS stale FROM daily_snapshot",
  );
  expect(snapshot?.stale).toBe(unused.length);
});

it("finds by never everything never used, however young, with a count for each half", async () => {
  expect(await listed("last-used:never")).toEqual([
    "made 89 days ago, never used",
    "made 91 days ago, never used",
    "made yesterday, never used",
    "seen first long ago, never used",
    "seen first today, never used",
  ]);
  expect(await listed("last-used:not_yet")).toHaveLength(3);
  for (const q of ["", "name"]) {
    const { facets } = await listFacets(manager, { q: q && "user" });
    const count = (value: string) => facets.usage.find((one) => one.value === value)?.count;
    expect([count("never_90d"), count("not_yet"), count("unknown")]).toEqual([2, 3, 1]);
  }
});
