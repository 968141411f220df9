import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SourceRecord } from "@/lib/domain/inventory/source-record";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { fakeKey, type FakeProvider, fakeUser } from "@/lib/testing/fake-provider";
import { connected, sync, setUpQuickSync } from "@/lib/testing/quick-sync";
import { confirmRemovals } from "./confirm-removals";

setUpQuickSync();

/** An identity with a key, an owner candidate, in a part of the source. */
function give(provider: FakeProvider, id: string, place: object): void {
  provider.users.set(id, fakeUser(id, place));
  provider.users.set(`hint-${id}`, {
    type: "owner_hint",
    identityExternalId: id,
    method: "tag",
    candidate: `${id}@example.com`,
    evidence: "tag owner",
  });
  provider.keys.set(`key-${id}`, fakeKey(`key-${id}`, id));
}

function take(provider: FakeProvider, id: string): void {
  provider.users.delete(id);
  provider.users.delete(`hint-${id}`);
  provider.keys.delete(`key-${id}`);
}

const namesOf = async (text: string, sourceId: string): Promise<string[]> =>
  (await sql<{ id: string }>(text, [sourceId])).map(({ id }) => id);

/** What of a source is no longer listed, by the ids of its identities. */
const gone = async (sourceId: string) => ({
  identities: await namesOf(
    "SELECT external_id AS id FROM identity WHERE source_id = $1 AND missing_since IS NOT NULL ORDER BY 1",
    sourceId,
  ),
  keys: await namesOf(
    `SELECT i.external_id AS id FROM credential c JOIN identity i ON i.id = c.identity_id
     WHERE c.source_id = $1 AND c.missing_since IS NOT NULL ORDER BY 1`,
    sourceId,
  ),
  candidates: await namesOf(
    `SELECT i.external_id AS id FROM identity i WHERE i.source_id = $1 AND i.stream = 'users'
       AND NOT EXISTS (SELECT 1 FROM owner_candidate c WHERE c.identity_id = i.id) ORDER BY 1`,
    sourceId,
  ),
});
const all = (ids: string[]) => ({ identities: ids, keys: ids, candidates: ids });

const gap = (within?: object | string) => ({
  reason: "forbidden",
  scope: `scope ${JSON.stringify(within)}`,
  message: "Refused.",
  ...(within === undefined ? {} : { within }),
});

describe("a stream with gaps", () => {
  /** Two identities in each place; the first of each is then taken away. */
  async function halved(places: Record<string, object>) {
    const { provider, sourceId } = await connected(0);
    for (const [name, place] of Object.entries(places)) {
      for (const n of [1, 2]) give(provider, `${name}-${n}`, place);
    }
    for (let n = 0; n < 30; n += 1) give(provider, `stays-${n}`, { container: "elsewhere" });
    await sync(sourceId);
    for (const name of Object.keys(places)) take(provider, `${name}-1`);
    return { provider, sourceId };
  }

  it("keeps the rows of a refused account and lets those of the others go", async () => {
    const { provider, sourceId } = await halved({
      refused: { container: "111" },
      read: { container: "222" },
      unknown: { container: undefined },
    });
    provider.gaps = () => [gap({ part: "111" })];
    expect((await sync(sourceId)).run.state).toBe("succeeded");
    expect(await gone(sourceId)).toEqual(all(["read-1"]));
    provider.gaps = () => [];
    await sync(sourceId);
    expect(await gone(sourceId)).toEqual(all(["read-1", "refused-1", "unknown-1"]));
  });

  it.each([
    { kept: "eu", gone: "us", hidden: { idPrefix: "arn:aws:sm:eu:111:" }, of: "a refused region" },
    { kept: "us", gone: "eu", hidden: { notPrefix: "arn:aws:sm:eu:111:" }, of: "unnamed regions" },
  ])("keeps the rows of $of and lets those of the account's other regions go", async (one) => {
    const { provider, sourceId } = await connected(0);
    const arn = (region: string, n: number) => `arn:aws:sm:${region}:111:secret:${n}`;
    for (const region of [one.kept, one.gone])
      for (const n of [1, 2]) give(provider, arn(region, n), { container: "111" });
    for (let n = 0; n < 30; n += 1) give(provider, `stays-${n}`, { container: "222" });
    await sync(sourceId);
    for (const region of [one.kept, one.gone]) take(provider, arn(region, 1));
    provider.gaps = () => [gap({ part: "111", ...one.hidden })];
    await sync(sourceId);
    expect(await gone(sourceId)).toEqual(all([arn(one.gone, 1)]));
  });

  it.each([
    { only: [], kept: [], because: "only a fact is lacking" },
    { only: ["credential"], kept: ["keys"], because: "only keys are lacking" },
    { only: ["trust"], kept: ["trusts"], because: "only trusts are lacking" },
  ])("lets whatever else was read go when $because", async ({ only, kept }) => {
    const { provider, sourceId } = await connected(0);
    const trust = (id: string): SourceRecord => ({
      type: "trust",
      externalId: `trust-${id}`,
      identityExternalId: id,
      principalKind: "service",
      principal: "ci",
      verdict: "narrow",
      because: "Named.",
    });
    for (const id of ["a", "b", "c", "d", "e", "f"]) {
      give(provider, id, { container: "111" });
      const key = provider.keys.get(`key-${id}`);
      provider.keys.delete(`key-${id}`);
      if (key) provider.users.set(`key-${id}`, key);
      provider.users.set(`trust-${id}`, trust(id));
    }
    await sync(sourceId);
    for (const one of ["a", "hint-a", "key-a", "trust-a"]) provider.users.delete(one);
    provider.gaps = () => [gap({ part: "111", only })];
    await sync(sourceId);
    const trusts = await namesOf(
      "SELECT external_id AS id FROM trust WHERE source_id = $1 AND missing_since IS NOT NULL",
      sourceId,
    );
    expect({ ...(await gone(sourceId)), trusts }).toEqual({
      ...all(["a"]),
      ...(kept.includes("keys") ? { keys: [] } : {}),
      trusts: kept.includes("trusts") ? [] : ["trust-a"],
    });
  });

  it("lets go only of what was read where a gap hides whatever was not", async () => {
    const { provider, sourceId } = await halved({
      org: { container: "acme" },
      read: { container: "acme/old-name", attributes: { repositoryId: 7 } },
      refused: { container: "acme/b", attributes: { repositoryId: 8 } },
      unlisted: { container: "acme/c", attributes: { repositoryId: 9 } },
      unknown: { container: "acme/d" },
    });
    provider.gaps = () => [gap("unread")];
    provider.read = () => ["acme", "7"];
    await sync(sourceId);
    expect(await gone(sourceId)).toEqual(all(["org-1", "read-1"]));
    expect(await sql("SELECT 1 FROM sync_part")).toEqual([]);
  });

  it.each([
    ["one of its gaps does not say where", () => [gap({ part: "111" }), gap()]],
    [
      "it has more gaps than are kept",
      () => Array.from({ length: 250 }, (_, n) => gap({ part: `${n}` })),
    ],
  ])("keeps everything when %s", async (_why, gaps) => {
    const { provider, sourceId } = await halved({ a: { container: "111" }, b: { container: "x" } });
    provider.gaps = gaps;
    await sync(sourceId);
    expect(await gone(sourceId)).toEqual(all([]));
  });

  it("keeps everything of a stream whose last page is not whole and does not say why", async () => {
    const { provider, sourceId } = await halved({ a: { container: "111" }, b: { container: "x" } });
    const records = [...provider.users.values()];
    provider.fault = (stream, cursor) => {
      if (stream !== "users") return null;
      const first = { records, nextCursor: "1", complete: false, gaps: [gap({ part: "111" })] };
      const last = { records: [], nextCursor: null, complete: false };
      return { status: 200, body: cursor === "" ? first : last };
    };
    await sync(sourceId);
    expect(await gone(sourceId)).toMatchObject({ identities: [], candidates: [] });
  });

  it("marks the same rows when a person agrees as it would have by itself", async () => {
    const { provider, sourceId } = await connected(0);
    for (let n = 0; n < 20; n += 1) give(provider, `refused-${n}`, { container: "111" });
    for (let n = 0; n < 20; n += 1) give(provider, `read-${n}`, { container: "222" });
    await sync(sourceId);
    for (let n = 0; n < 20; n += 1) take(provider, `read-${n}`);
    for (let n = 0; n < 5; n += 1) take(provider, `refused-${n}`);
    provider.gaps = () => [gap({ part: "111" })];
    const { run: held } = await sync(sourceId);
    expect(held).toMatchObject({ state: "waiting_for_person", outcome: { heldRemovals: 20 } });
    await confirmRemovals(personContext("analyst"), { runId: held.id, decision: "confirm" });
    const read = Array.from({ length: 20 }, (_none, n) => `read-${n}`).sort();
    expect(await gone(sourceId)).toEqual(all(read));
  });
});

describe("whichever parts are refused, read or not listed", () => {
  const part = fc.constantFrom<string[]>("1", "2", "3", "4");
  const world = fc.record({
    rows: fc.uniqueArray(
      fc.record({
        id: fc.nat({ max: 40 }).map((n) => `row-${n}`),
        part: fc.option(part, { nil: undefined }),
        isTaken: fc.boolean(),
      }),
      { selector: ({ id }) => id, maxLength: 25 },
    ),
    refused: fc.uniqueArray(part),
    /** Null: every part was listed. */
    read: fc.option(fc.uniqueArray(part)),
  });

  it("exactly the rows that were surely read and not found go", async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ rows, refused, read }) => {
        const { provider, sourceId } = await connected(0);
        for (const row of rows) give(provider, row.id, { container: row.part });
        for (let n = 0; n < 130; n += 1) give(provider, `stays-${n}`, { container: "5" });
        await sync(sourceId);
        for (const row of rows) if (row.isTaken) take(provider, row.id);
        provider.gaps = () => [
          ...refused.map((one) => gap({ part: one })),
          ...(read ? [gap("unread")] : []),
        ];
        provider.read = () => read ?? [];
        await sync(sourceId);
        const hasGaps = refused.length > 0 || read !== null;
        const surely = ({ part: of }: { part: string | undefined }): boolean =>
          !hasGaps ||
          (of !== undefined && !refused.includes(of) && (read === null || read.includes(of)));
        const expected = rows.filter((row) => row.isTaken && surely(row)).map(({ id }) => id);
        expect(await gone(sourceId)).toEqual(all(expected.sort()));
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});
