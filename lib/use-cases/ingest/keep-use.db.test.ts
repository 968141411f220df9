import { expect, it } from "vitest";
import type { SourceRecord } from "@/lib/domain/inventory/source-record";
import { known, unknown } from "@/lib/domain/evidence";
import { sql } from "@/lib/infra/db";
import { fakeKey, fakeUser } from "@/lib/testing/fake-provider";
import { connected, setUpQuickSync, sync } from "@/lib/testing/quick-sync";

setUpQuickSync();

const readAt = new Date("2026-06-01T00:00:00Z");
const unseen = unknown("not_offered", "Use is sampled apart from the list.");

type Listed = Extract<SourceRecord, { type: "identity" }>;
type Key = Extract<SourceRecord, { type: "credential" }>;

const user = (lastUsedAt: Listed["facts"]["lastUsedAt"], changes: Partial<Listed> = {}) => {
  const plain = fakeUser("u-0") as Listed;
  return { ...plain, ...changes, facts: { ...plain.facts, ...changes.facts, lastUsedAt } };
};
const key = (lastUsedAt: Key["facts"]["lastUsedAt"], changes: Partial<Key> = {}) => {
  const plain = fakeKey("k-0", "u-0") as Key;
  return { ...plain, ...changes, facts: { ...plain.facts, ...changes.facts, lastUsedAt } };
};
const told = (value: string | null) => known(value, "fake:list", readAt);
const sighting = (subjectExternalId: string, lastUsedAt: string): SourceRecord => ({
  type: "usage",
  subjectExternalId,
  lastUsedAt,
  source: "fake:sessions (sampled)",
});

async function useOf(sourceId: string) {
  const read = (table: string, also: string) =>
    sql<{ at: Date | null; fact: { source?: string; value?: string }; detail: object | null }>(
      `SELECT last_used_at AS at, facts -> 'lastUsedAt' AS fact, facts -> 'lastUsedDetail' AS detail${also}
       FROM ${table} WHERE source_id = $1 AND external_id IN ('u-0', 'k-0')`,
      [sourceId],
    );
  const [identity] = await read("identity", ", usage_state AS state, description");
  const [credential] = await read("credential", "");
  return { identity, credential };
}

/** One user with one key, both listed without their use and seen in use by another stream. */
async function seenInUse() {
  const { provider, sourceId } = await connected(10);
  provider.users.set("u-0", user(unseen));
  provider.keys.set("k-0", key(unseen));
  provider.keys.set("u-0 seen", sighting("u-0", "2026-05-20T10:00:00.000Z"));
  provider.keys.set("k-0 seen", sighting("k-0", "2026-05-21T10:00:00.000Z"));
  await sync(sourceId);
  provider.keys.delete("u-0 seen");
  provider.keys.delete("k-0 seen");
  return { provider, sourceId };
}

it("keeps a last use that was seen when the list, which does not tell use, changes", async () => {
  const { provider, sourceId } = await seenInUse();
  provider.users.set("u-0", user(unseen, { description: "Orders" }));
  provider.keys.set("k-0", key(unseen, { scopes: ["orders"] }));
  const { run } = await sync(sourceId);
  expect(run.outcome).toMatchObject({ changed: 2 });
  expect(await useOf(sourceId)).toMatchObject({
    identity: {
      at: new Date("2026-05-20T10:00:00Z"),
      fact: { value: "2026-05-20T10:00:00.000Z", source: "fake:sessions (sampled)" },
      state: "known",
      description: "Orders",
    },
    credential: {
      at: new Date("2026-05-21T10:00:00Z"),
      fact: { value: "2026-05-21T10:00:00.000Z", source: "fake:sessions (sampled)" },
    },
  });
});

it("keeps it over a time of absence, and when the list then says that it was never used", async () => {
  const { provider, sourceId } = await seenInUse();
  const listed = provider.users.get("u-0")!;
  provider.users.delete("u-0");
  expect((await sync(sourceId)).run.outcome).toMatchObject({ missing: 1 });
  provider.users.set("u-0", listed);
  expect((await sync(sourceId)).run.outcome).toMatchObject({ reappeared: 1 });
  const at = new Date("2026-05-20T10:00:00Z");
  expect((await useOf(sourceId)).identity).toMatchObject({ at, state: "known" });
  provider.users.set("u-0", user(told(null)));
  await sync(sourceId);
  expect((await useOf(sourceId)).identity).toMatchObject({ at, state: "known" });
});

it("takes a later use with its details, and not an earlier one", async () => {
  const { provider, sourceId } = await seenInUse();
  const lastUsedDetail = known("console", "fake:list", readAt);
  const facts = { ...user(unseen).facts, lastUsedDetail };
  provider.users.set("u-0", user(told("2026-05-19T00:00:00.000Z"), { facts }));
  await sync(sourceId);
  expect((await useOf(sourceId)).identity).toMatchObject({
    at: new Date("2026-05-20T10:00:00Z"),
    detail: null,
  });
  provider.users.set("u-0", user(told("2026-05-22T00:00:00.000Z"), { facts }));
  await sync(sourceId);
  expect((await useOf(sourceId)).identity).toMatchObject({
    at: new Date("2026-05-22T00:00:00Z"),
    detail: { value: "console" },
  });
});

it("forgets the use of a thing whose id was given again: with another creation date only the new facts count", async () => {
  const { provider, sourceId } = await seenInUse();
  const createdAt = known("2026-05-30T00:00:00.000Z", "fake:list", readAt);
  provider.users.set("u-0", user(told(null), { facts: { ...user(unseen).facts, createdAt } }));
  provider.keys.set("k-0", key(unseen, { facts: { ...key(unseen).facts, createdAt } }));
  await sync(sourceId);
  const { identity, credential } = await useOf(sourceId);
  expect(identity).toMatchObject({ at: null, state: "never", fact: { state: "known" } });
  expect(credential).toMatchObject({ at: null, fact: { state: "unknown" } });
});

it("does not keep a 'never' that the list no longer says", async () => {
  const { provider, sourceId } = await connected(0);
  provider.users.set("u-0", user(told(null)));
  await sync(sourceId);
  provider.users.set("u-0", user(unseen));
  await sync(sourceId);
  expect((await useOf(sourceId)).identity).toMatchObject({ at: null, state: "unknown" });
});
