import { expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeUser } from "@/lib/testing/fake-provider";
import { changeLabels } from "./change-labels";
import { getIdentity } from "./get-identity";

useDatabase();

const analyst = personContext("analyst");
const numbered = (count: number) =>
  Array.from({ length: count }, (_, n) => `label ${String(n).padStart(2, "0")}`);

/** Identities that carry so many labels each. */
async function labelled(...counts: number[]): Promise<string[]> {
  const sourceId = await insertSource();
  await ingest(
    sourceId,
    counts.map((_, n) => fakeUser(`u-${n}`)),
  );
  const rows = await db().identity.findMany({
    where: { sourceId },
    orderBy: { externalId: "asc" },
  });
  for (const [n, { id }] of rows.entries())
    await db().identity.update({ where: { id }, data: { labels: numbered(counts[n] ?? 0) } });
  return rows.map(({ id }) => id);
}

const seen = async (id: string) => {
  const { identity, timeline } = await getIdentity(analyst, { id });
  return { labels: identity.labels, told: timeline.items.map(({ summary }) => summary) };
};

it("a label too many is refused and takes the place of no other", async () => {
  const ids = await labelled(50);
  const before = await seen(ids[0]!);
  await expect(changeLabels(analyst, { target: { ids }, add: ["another"] })).rejects.toMatchObject({
    code: "conflict",
    message:
      "An identity carries at most 50 labels. another was not added; all 50 labels were kept. Remove some first.",
  });
  expect(await seen(ids[0]!)).toEqual(before);
});

it("a label may take the place of one that is removed at the same time", async () => {
  const ids = await labelled(50);
  const remove = ["label 00"];
  const change = { target: { ids }, add: ["another"], remove };
  expect(await changeLabels(analyst, change)).toEqual({ count: 1, skipped: 0 });
  expect((await seen(ids[0]!)).labels).toEqual(["another", ...numbered(50).slice(1)]);
});

it("labels on many leave out those that have no room, and say how many", async () => {
  const ids = await labelled(50, 48, 0, 49);
  const change = { target: { ids }, add: ["one", "two"] };
  expect(await changeLabels(analyst, change)).toEqual({ count: 2, skipped: 2 });
  expect(await Promise.all(ids.map(async (id) => (await seen(id)).labels.length))).toEqual([
    50, 50, 2, 49,
  ]);
  const audit = await db().auditEvent.findFirst({
    where: { event: "identity.labels-changed" },
    orderBy: { seq: "desc" },
  });
  expect(audit?.detail).toMatchObject({ count: 2, skipped: 2 });
  const full = { ids: [ids[0]!, ids[3]!] };
  await expect(changeLabels(analyst, { target: full, add: ["one", "two"] })).rejects.toThrow(
    "one, two were not added on any of 2 identities; all labels (49 to 50) were kept.",
  );
});

it("who carries more than 50 from before may remove some and keeps the others", async () => {
  const ids = await labelled(60);
  const remove = ["label 59"];
  expect(await changeLabels(analyst, { target: { ids }, remove })).toEqual({
    count: 1,
    skipped: 0,
  });
  expect((await seen(ids[0]!)).labels).toEqual(numbered(59));
});
