import { beforeAll, describe, expect, it } from "vitest";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { db, sql } from "@/lib/infra/db";
import { getIdentity, listTimeline } from "./get-identity";
import {
  listCandidates,
  listCredentials,
  listIdentityFindings,
  listTrusts,
} from "./list-identity-parts";
import { analyst, long, many, now, setUpLongLists } from "./testing/long-lists";

setUpLongLists();
let id: string;
let sourceId: string;
let owner: typeof long.owner;
beforeAll(() => {
  ({ id, sourceId, owner } = long);
});

type Page = { items: { id: string }[]; nextCursor: string | null };

async function rest(
  list: (
    ctx: typeof analyst,
    input: { id: string; cursor?: string; limit?: number },
  ) => Promise<Page>,
  cursor: string | null,
): Promise<string[]> {
  const found: string[] = [];
  for (let at = cursor; at !== null;) {
    const page = await list(analyst, { id, cursor: at, limit: 70 });
    found.push(...page.items.map((item) => item.id));
    at = page.nextCursor;
  }
  return found;
}

const lists = [
  ["credentials", listCredentials, many],
  ["trusts", listTrusts, many - 1],
  ["candidates", listCandidates, many],
  ["findings", listIdentityFindings, many],
] as const;

describe("the lists of an identity", () => {
  it.each(lists)(
    "shows all %s in pages, none twice, and says how many there are",
    async (key, list, total) => {
      const detail = await getIdentity(analyst, { id });
      const first = detail[key].map((item) => item.id);
      expect([first.length, detail.more[key].total]).toEqual([50, total]);
      const whole = [...first, ...(await rest(list, detail.more[key].nextCursor))];
      expect(new Set(whole).size).toBe(total);
      expect(whole).toHaveLength(total);
    },
  );

  it("counts findings by what became of them, however many are shown", async () => {
    const { findingCounts } = await getIdentity(analyst, { id });
    expect(findingCounts).toEqual({ open: 120, excepted: 0, resolved: many - 120 });
  });

  it("keeps the order from page to page: listed before gone, newest first, unknown last", async () => {
    const items: IdentityDetail["credentials"] = [];
    for (let cursor: string | undefined | null; cursor !== null;) {
      const page = await listCredentials(analyst, { id, cursor, limit: 33 });
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    const expected = await sql<{ name: string }>(
      `SELECT name FROM credential WHERE identity_id = $1::uuid
       ORDER BY missing_since IS NOT NULL, created_at_source DESC NULLS LAST, id`,
      [id],
    );
    expect(items.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  });

  it.each(lists)(
    "refuses the %s of an identity that is somebody else's, and any other's cursor",
    async (_, list) => {
      await expect(list(owner, { id })).rejects.toMatchObject({ code: "not_found" });
      const wrong = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
      for (const cursor of [
        "x",
        wrong([]),
        wrong(["1", "1", "1", "1", "1"]),
        wrong({}),
        wrong(null),
      ]) {
        await expect(list(analyst, { id, cursor })).rejects.toMatchObject({
          code: "invalid_input",
        });
      }
      await expect(listTimeline(owner, { id })).rejects.toMatchObject({ code: "not_found" });
    },
  );

  it("says under which exception a finding stands, and until when", async () => {
    const endsAt = new Date("2026-12-24T12:00:00.000Z");
    const exception = await db().policyException.create({
      data: {
        identityId: id,
        identityName: "svc",
        sourceName: "Account",
        ruleId: "NHI1:example",
        state: "active",
        reason: "It is replaced next month",
        controls: [],
        checks: [],
        checkedAt: now,
        startsAt: now,
        endsAt,
        mostDays: 90,
        policyVersion: 1,
        requestedBy: "Ada",
        createdAt: now,
        stateAt: now,
      },
    });
    const finding = await db().finding.findFirstOrThrow({
      where: { identityId: id, state: "open", severity: "critical" },
    });
    await db().finding.update({
      where: { id: finding.id },
      data: { state: "excepted", exceptionId: exception.id },
    });
    const detail = await getIdentity(analyst, { id });
    expect(detail.findingCounts).toEqual({ open: 119, excepted: 1, resolved: many - 120 });
    const whole = await listIdentityFindings(analyst, { id, limit: 200 });
    expect(whole.items[119]).toMatchObject({
      id: finding.id,
      state: "excepted",
      resolvedAt: null,
      exception: { id: exception.id, endsAt: endsAt.toISOString() },
    });
    expect(whole.items[0]?.exception).toBeNull();
  });
});

describe("the time of a reading", () => {
  it("is that of the stream's last whole reading, however long ago the value was first read", async () => {
    const at = "2026-11-19T08:00:00.000Z";
    const coverage = (keys: string | null) =>
      JSON.stringify([
        {
          stream: "keys",
          state: "complete",
          records: 1,
          gaps: [],
          lastCompleteAt: keys,
          message: null,
        },
        {
          stream: "seed",
          state: "complete",
          records: 1,
          gaps: [],
          lastCompleteAt: at,
          message: null,
        },
      ]);
    const readOf = async () => {
      const { credentials, facts, lastSeenAt } = await getIdentity(analyst, { id });
      const live = credentials.find(({ missingSince }) => missingSince === null);
      const used = facts.find(({ label }) => label === "Last used");
      const created = facts.find(({ label }) => label === "Created");
      return [
        live?.facts[0]?.readAt,
        live?.facts[0]?.observedAt,
        created?.readAt,
        used?.readAt,
        lastSeenAt >= at,
      ];
    };
    const first = "2026-02-01T00:00:00.000Z";
    await sql("UPDATE source SET coverage = $2::jsonb WHERE id = $1::uuid", [
      sourceId,
      coverage(at),
    ]);
    expect((await readOf()).slice(0, 3)).toEqual([at, first, at]);
    await sql("UPDATE source SET coverage = $2::jsonb WHERE id = $1::uuid", [
      sourceId,
      coverage(null),
    ]);
    const [keys, , created, used] = await readOf();
    expect([keys, created]).toEqual([first, at]);
    // A sighting of use may come from a stream that was not read whole.
    expect(used).not.toBe(at);
  });

  it("of what the source no longer lists stays when it was last listed", async () => {
    const { credentials } = await getIdentity(analyst, { id });
    const all = [...credentials];
    let cursor = (await getIdentity(analyst, { id })).more.credentials.nextCursor;
    while (cursor) {
      const page = await listCredentials(analyst, { id, cursor });
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    const gone = all.filter(({ missingSince }) => missingSince !== null);
    expect(gone.length).toBeGreaterThan(0);
    for (const { facts } of gone) expect(facts[0]?.readAt).toBe(facts[0]?.observedAt);
  });
});
