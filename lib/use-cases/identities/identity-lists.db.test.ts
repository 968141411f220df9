import { beforeAll, describe, expect, it } from "vitest";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import { getIdentity, listTimeline } from "./get-identity";
import {
  listCandidates,
  listCredentials,
  listIdentityFindings,
  listTrusts,
} from "./list-identity-parts";

useDatabase();

const now = new Date("2026-11-20T12:00:00Z");
const analyst = personContext("analyst", { now });
let id = "";
let sourceId = "";
let owner = personContext("owner", { now });
/** Two full pages and a rest: the order's ties fall on the edges of pages. */
const many = 230;

const fact = (value: string, observedAt: string) =>
  `{"state":"known","value":"${value}","source":"iam:ListUsers","observedAt":"${observedAt}"}`;

beforeAll(async () => {
  const seeded = await seedIdentities(20, { now });
  owner = personContext("owner", { now, personId: seeded.personIds[0] ?? "" });
  const [row] = await sql<{ id: string; source_id: string }>(
    "SELECT id, source_id FROM identity WHERE owner_id IS DISTINCT FROM $1::uuid AND missing_since IS NULL ORDER BY id LIMIT 1",
    [seeded.personIds[0]],
  );
  id = row?.id ?? "";
  sourceId = row?.source_id ?? "";
  const of = [id, sourceId, many];
  await sql(
    `INSERT INTO credential (id, identity_id, source_id, external_id, stream, kind, name, status, scopes, facts,
       created_at_source, content_hash, first_seen_at, last_seen_at, missing_since)
     SELECT gen_random_uuid(), $1::uuid, $2::uuid, 'key-' || n, 'keys', 'access_key', 'key-' || n, 'active', '{}',
       '{"createdAt": ${fact("2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z")}}',
       CASE WHEN n % 3 > 0 THEN timestamptz '2026-01-01' + make_interval(days => n / 10, secs => n * 0.000001) END,
       'x', now(), now(), CASE WHEN n % 7 = 0 THEN now() END
     FROM generate_series(1, $3::int) n`,
    of,
  );
  await sql(
    `INSERT INTO trust (id, identity_id, source_id, external_id, stream, principal_kind, principal, verdict, because,
       content_hash, first_seen_at, last_seen_at, missing_since)
     SELECT gen_random_uuid(), $1::uuid, $2::uuid, 'trust-' || n, 'roles', 'identity', 'role "' || (n / 2) || E'\\n',
       (ARRAY['open','weak','unknown','narrow'])[1 + n % 4], 'because', 'x', now(), now(),
       CASE WHEN n = 1 THEN now() END
     FROM generate_series(1, $3::int) n`,
    of,
  );
  await sql(
    `INSERT INTO owner_candidate (id, identity_id, candidate, method, confidence, evidence, rejected_at, last_seen_at)
     SELECT gen_random_uuid(), $1::uuid, 'person-' || n || '@example.com', 'tag', 0.3 + (n % 7) / 10.0, 'tag',
       CASE WHEN n % 5 = 0 THEN now() END, now()
     FROM generate_series(1, $2::int) n`,
    [id, many],
  );
  await sql(
    `INSERT INTO finding (id, identity_id, rule_id, finding_key, severity, state, title, evidence, remedy, first_seen_at,
       last_seen_at, resolved_at)
     SELECT gen_random_uuid(), $1::uuid, 'NHI1:example', 'k' || n, (ARRAY['critical','high','medium','low'])[1 + n % 4],
       CASE WHEN n <= 120 THEN 'open' ELSE 'resolved' END, 'Finding ' || n, '{"evidence":"seen"}', 'Do it', now(), now(),
       CASE WHEN n > 120 THEN timestamptz '2026-03-04' END
     FROM generate_series(1, $2::int) n`,
    [id, many],
  );
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
