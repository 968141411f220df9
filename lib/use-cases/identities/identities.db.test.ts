import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import type { IdentityRow } from "@/lib/domain/inventory/identity-row";
import type { SortDirection, SortKey } from "@/lib/domain/inventory/list-order";
import { sortDirections, sortKeys } from "@/lib/domain/inventory/list-order";
import { sql } from "@/lib/infra/db";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { refreshRollup, seedIdentities, type SeededInventory } from "@/lib/testing/identities";
import { assignOwner } from "./assign-owner";
import { changeLabels } from "./change-labels";
import { exportIdentities } from "./export-identities";
import { getIdentity } from "./get-identity";
import { countIdentities, listFacets } from "./list-facets";
import { listIdentities } from "./list-identities";

useDatabase();

const now = new Date("2026-11-20T12:00:00Z");
const analyst = personContext("analyst", { now });
let seeded: SeededInventory;
const owner = () => personContext("owner", { now, personId: seeded.personIds[0] ?? "" });

beforeAll(async () => {
  seeded = await seedIdentities(1_500, { now });
  await sql("ANALYZE identity");
});

async function walk(
  q: string,
  sort: SortKey,
  dir: SortDirection,
  between: () => Promise<unknown> = async () => undefined,
  ctx = analyst,
): Promise<IdentityRow[]> {
  const rows: IdentityRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIdentities(ctx, { q, sort, dir, cursor, limit: 97 });
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    await between();
  } while (cursor);
  return rows;
}
const count = async (where: string): Promise<number> =>
  Number((await sql<{ n: string }>(`SELECT count(*) AS n FROM identity WHERE ${where}`))[0]?.n);

describe("listIdentities", () => {
  it.each(sortKeys.flatMap((sort) => sortDirections.map((dir) => [sort, dir] as const)))(
    "pages by %s %s without skipping or repeating, unknown values last",
    async (sort, dir) => {
      const rows = await walk("", sort, dir);
      expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
      expect(rows.length).toBe(await count("missing_since IS NULL"));
    },
  );

  it.each(sortDirections)("sorts by last use %s with never and unknown at the end", async (dir) => {
    const values = (await walk("", "last_used", dir)).map((row) => row.lastUsed.at);
    const known = values.filter((value) => value !== null);
    expect(values.slice(0, known.length)).toEqual(known);
    expect(known).toEqual(dir === "asc" ? known.toSorted() : known.toSorted().reverse());
  });

  const covered = ["risk", "name", "created", "last_used"] as const;
  it.each(covered.flatMap((sort) => sortDirections.map((dir) => [sort, dir] as const)))(
    "gives few matches, however they are found, in the order of all by %s %s",
    async (sort, dir) => {
      const all = await walk("", sort, dir);
      const isKind = (row: IdentityRow) => row.kind === "iam_user" && row.privilege !== "read";
      const words = "kind:iam_user privilege:write,high,admin,unknown,none";
      const cases = [
        [words, isKind],
        [`${words} findings:yes`, (row: IdentityRow) => isKind(row) && row.openFindings > 0],
        [
          "source:aws env:test",
          (row: IdentityRow) => row.source.connectorId === "aws" && row.environment === "test",
        ],
      ] as const;
      for (const [q, matches] of cases) {
        const expected = all.filter(matches).map((row) => row.id);
        expect(expected.length).toBeGreaterThan(10);
        expect((await walk(q, sort, dir)).map((row) => row.id)).toEqual(expected);
      }
    },
  );

  it("gives every row that stayed exactly once while others come, go and change", async () => {
    const before = await sql<{ id: string }>(
      "SELECT id FROM identity WHERE missing_since IS NULL AND environment = 'production'",
    );
    let round = 0;
    const rows = await walk("env:production", "risk", "desc", async () => {
      round++;
      await sql(
        "UPDATE identity SET missing_since = now() WHERE environment = 'test' AND random() < 0.1",
      );
      await sql(
        "UPDATE identity SET risk_score = 99 WHERE environment = 'staging' AND random() < 0.2",
      );
      await sql("UPDATE identity SET name = name || '!' WHERE environment = 'production'");
    });
    expect(round).toBeGreaterThan(3);
    const seen = rows.map((row) => row.id);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.sort()).toEqual(before.map((row) => row.id).sort());
    await sql("UPDATE identity SET missing_since = NULL WHERE environment = 'test'");
    await sql("UPDATE identity SET name = rtrim(name, '!')");
    await refreshRollup(seeded.sourceIds, now);
  });

  it.each([
    ["source:aws", (row: IdentityRow) => row.source.connectorId === "aws"],
    ['source:"source 2"', (row: IdentityRow) => row.source.name === "Source 2"],
    ["kind:webhook,runner", (row: IdentityRow) => row.kind === "webhook"],
    ["risk:>70", (row: IdentityRow) => row.risk.score > 70],
    ["owner:none", (row: IdentityRow) => row.owner.state === "none"],
    ["owner:person1@example.com", (row: IdentityRow) => row.owner.name === "Person 1"],
    ["owner:Team-3", (row: IdentityRow) => row.owner.name === "team-3"],
    [
      "last-used:never",
      (row: IdentityRow) => row.lastUsed.state === "known" && row.lastUsed.at === null,
    ],
    ["last-used:unknown", (row: IdentityRow) => row.lastUsed.state === "unknown"],
    ["last-used:>90d", (row: IdentityRow) => (row.lastUsed.at ?? "9") < "2026-08-22T12:00:00"],
    ["findings:yes", (row: IdentityRow) => row.openFindings > 0],
    [
      "env:production class:ai",
      (row: IdentityRow) => row.environment === "production" && row.identityClass.startsWith("ai_"),
    ],
    ["BILLING", (row: IdentityRow) => row.name.includes("billing")],
    ["payments webhook", (row: IdentityRow) => /payments.*webhook/.test(row.name)],
    ["pa", (row: IdentityRow) => row.name.startsWith("pa")],
    ["privilege:unknown", (row: IdentityRow) => row.privilege === "unknown"],
  ])("answers %s with matching rows only, and the count agrees", async (q, matches) => {
    const rows = await walk(q, "risk", "desc");
    const all = await walk("", "name", "asc");
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(matches)).toBe(true);
    expect(rows.length).toBe(all.filter(matches).length);
    expect(await countIdentities(analyst, { q })).toEqual({ total: rows.length, complete: true });
    expect((await listFacets(analyst, { q })).total).toBe(rows.length);
  });

  it("shows what a source no longer lists only when asked", async () => {
    const rows = await walk("is:missing", "risk", "desc");
    expect(rows.length).toBe(await count("missing_since IS NOT NULL"));
    expect(rows.every((row) => row.missingSince !== null)).toBe(true);
  });

  it.each([
    { q: { contains: "" } },
    { q: ["a"] },
    { q: "kind:robot" },
    { q: "x" },
    { sort: "password_hash" },
    { dir: "asc; DROP TABLE identity" },
    { limit: 100_000 },
    { limit: "many" },
    { cursor: "AAAA" },
    {
      cursor: Buffer.from(
        '["risk","desc","1 OR 1=1","00000000-0000-7000-8000-000000000001"]',
      ).toString("base64url"),
    },
    {
      cursor: Buffer.from('["name","desc","a","00000000-0000-7000-8000-000000000001"]').toString(
        "base64url",
      ),
    },
    { where: { id: { not: null } } },
    JSON.parse('{"__proto__": {"q": "x"}, "constructor": 1}') as object,
  ])("refuses %j as invalid input", async (input) => {
    await expect(listIdentities(analyst, input as never)).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("takes hostile search text for text", async () => {
    for (const text of ["'; DROP TABLE identity; --", "100%_", "\\", "%%%", "a\\'b"]) {
      const q = `"${text.replaceAll("\\", "\\\\")}xx"`;
      expect((await listIdentities(analyst, { q })).items).toEqual([]);
    }
  });
});

describe("two rare filters", () => {
  it.each(["created", "risk", "name", "last_rotated"] as const)(
    "give by %s exactly the rows that hold both, in order",
    async (sort) => {
      const where = "kind = 'iam_user' AND privilege = 'write' AND missing_since IS NULL";
      const wanted = await count(where);
      expect(wanted).toBeGreaterThan(10);
      const rows = await walk("kind:iam_user privilege:write", sort, "desc");
      expect(new Set(rows.map((row) => row.id)).size).toBe(wanted);
      expect(rows.every((row) => row.kind === "iam_user" && row.privilege === "write")).toBe(true);
      const scores = sort === "risk" ? rows.map((row) => row.risk.score) : [];
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    },
  );
});

describe("counts kept in memory", () => {
  it("follow a change at once, whoever made it", async () => {
    const before = await listFacets(analyst, { q: "" });
    await sql(
      `INSERT INTO identity_rollup (source_id, kind, identity_class, environment, status, risk_band,
         owner_state, privilege, usage_bucket, age_bucket, rotation_state, has_findings, identities)
       VALUES ($1, 'runner', 'infrastructure', 'test', 'active', 'low', 'none', 'read', 'never',
         'unknown', 'unknown', false, 7)`,
      [seeded.sourceIds[0]],
    );
    const after = await listFacets(analyst, { q: "" });
    expect(after.total).toBe(before.total + 7);
    expect(after.facets.kind).toContainEqual({ value: "runner", count: 7 });
    await refreshRollup(seeded.sourceIds, now);
    expect((await listFacets(analyst, { q: "" })).total).toBe(before.total);
  });
});

describe("reach", () => {
  it("lets an owner see, count and open only what is theirs", async () => {
    const rows = await walk("", "risk", "desc", undefined, owner());
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.owner.id === seeded.personIds[0])).toBe(true);
    expect((await countIdentities(owner(), { q: "" })).total).toBe(rows.length);
    const facets = await listFacets(owner(), { q: "" });
    expect(facets.total).toBe(rows.length);
    const others = await listIdentities(analyst, { q: "owner:person2@example.com", limit: 1 });
    const foreign = others.items[0]?.id ?? "";
    await expect(getIdentity(owner(), { id: foreign })).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await getIdentity(owner(), { id: rows[0]?.id ?? "" })).identity.id).toBe(rows[0]?.id);
    expect(
      (await walk("owner:person2@example.com", "risk", "desc", undefined, owner())).length,
    ).toBe(0);
  });

  it("refuses owners and nobody at all the bulk commands and the export", async () => {
    const target = { ids: [seeded.personIds[0] ?? ""] };
    await expect(assignOwner(owner(), { target, personId: null })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(changeLabels(owner(), { target, add: ["x"] })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(exportIdentities(owner(), {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(listIdentities(anonymousContext(), {})).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});

describe("facets", () => {
  it("agree with the rows, and a filtered facet still counts its other values", async () => {
    const facets = await listFacets(analyst, { q: "kind:webhook env:production" });
    const kinds = await listFacets(analyst, { q: "env:production" });
    expect(facets.facets.kind).toEqual(kinds.facets.kind);
    const rows = await walk("kind:webhook env:production", "risk", "desc");
    expect(facets.total).toBe(rows.length);
    for (const { value, count } of facets.facets.status) {
      expect(count).toBe(rows.filter((row) => row.status === value).length);
    }
    const scanned = await listFacets(analyst, { q: "kind:webhook env:production risk:>=0" });
    expect(scanned).toEqual(facets);
  });
});

describe("bulk commands", () => {
  it("assign an owner to all that match in one go, with timeline, audit and counts", async () => {
    const q = "owner:none kind:webhook";
    const { total } = await countIdentities(analyst, { q });
    const personId = seeded.personIds[2] ?? "";
    const before = (await countIdentities(analyst, { q: "owner:confirmed" })).total;
    const result = await assignOwner(analyst, {
      target: { matching: q, expected: total },
      personId,
    });
    expect(result).toEqual({ count: total });
    expect((await countIdentities(analyst, { q })).total).toBe(0);
    expect((await countIdentities(analyst, { q: "owner:confirmed" })).total).toBe(before + total);
    await refreshRollup(seeded.sourceIds, now);
    expect((await countIdentities(analyst, { q: "owner:confirmed" })).total).toBe(before + total);
    expect(
      Number(
        (await sql("SELECT count(*) AS n FROM identity_event WHERE kind = 'owner_changed'"))[0]?.n,
      ),
    ).toBe(total);
    const [audit] = await sql(
      "SELECT detail FROM audit_event WHERE event = 'identity.owner-assigned'",
    );
    expect(audit?.detail).toMatchObject({ count: total, matching: q });
    expect(await assignOwner(analyst, { target: { matching: q }, personId })).toEqual({ count: 0 });
  });

  it("change nothing when far more matches than the person saw", async () => {
    const changed = assignOwner(analyst, { target: { matching: "", expected: 3 }, personId: null });
    await expect(changed).rejects.toMatchObject({ code: "conflict" });
    expect(await count("owner_state = 'confirmed'")).toBeGreaterThan(0);
  });

  it("add and remove labels, find them again, and leave unchanged rows alone", async () => {
    const { items } = await listIdentities(analyst, { limit: 5 });
    const ids = items.map((row) => row.id);
    expect(
      await changeLabels(analyst, { target: { ids }, add: ["review q4", "crown jewel"] }),
    ).toEqual({ count: 5 });
    expect(await changeLabels(analyst, { target: { ids }, add: ["review q4"] })).toEqual({
      count: 0,
    });
    expect((await walk('label:"review q4"', "risk", "desc")).map((row) => row.id).sort()).toEqual(
      ids.sort(),
    );
    const target = { matching: 'label:"crown jewel"', expected: 5 };
    expect(await changeLabels(analyst, { target, remove: ["crown jewel"] })).toEqual({ count: 5 });
    const detail = await getIdentity(analyst, { id: ids[0] ?? "" });
    expect(detail.identity.labels).toEqual(["review q4"]);
    expect(detail.timeline.items.map((event) => event.summary)).toContain(
      "Labels removed: crown jewel",
    );
  });

  it("refuse an unknown person and an empty change", async () => {
    const target = { matching: "" };
    const ghost = "00000000-0000-7000-8000-00000000dead";
    await expect(assignOwner(analyst, { target, personId: ghost })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(changeLabels(analyst, { target })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("export", () => {
  const read = async (input: Parameters<typeof exportIdentities>[1]): Promise<string> => {
    let text = "";
    for await (const chunk of (await exportIdentities(analyst, input)).chunks) text += chunk;
    return text;
  };

  it("writes the rows of the filter in order as CSV and as JSON, and audits it", async () => {
    const rows = await walk("kind:deploy_key", "name", "asc");
    const csv: Record<string, string>[] = parse(
      await read({ q: "kind:deploy_key", sort: "name", dir: "asc" }),
      { bom: true, columns: true },
    );
    expect(csv.map((line) => line.id)).toEqual(rows.map((row) => row.id));
    const json = JSON.parse(
      await read({ q: "kind:deploy_key", sort: "name", dir: "asc", format: "json" }),
    ) as { items: unknown[] };
    expect(json.items).toEqual(rows);
    const [audit] = await sql("SELECT detail FROM audit_event WHERE event = 'identity.exported'");
    expect(audit?.detail).toEqual({ format: "csv", matching: "kind:deploy_key" });
  });

  it("leaves no cell that a spreadsheet would run", async () => {
    const payloads = [
      "=1+1",
      "+1",
      "-1",
      "@SUM(A1)",
      "\t=1",
      "\r=1",
      "\n=1",
      " =1",
      "＝1+1",
      "＋1",
      "－1",
      "＠x",
      "=cmd|' /C calc'!A0",
      '"=1',
      "|cmd",
      "%0a=1",
      "\u200b=1",
      "\u00a0=1",
      '=HYPERLINK("http://x","y")',
      "a\r\n=1",
    ];
    const { items } = await listIdentities(analyst, { limit: payloads.length });
    for (const [at, payload] of payloads.entries()) {
      await sql(
        "UPDATE identity SET name = $2, labels = ARRAY[$2], owner_hint = $2 WHERE id = $1",
        [items[at]?.id, payload],
      );
    }
    const lines: string[][] = parse(await read({ q: "" }), { bom: true });
    expect(lines.length).toBe(1 + (await count("missing_since IS NULL")));
    const cells = lines.slice(1).flat();
    expect(cells.filter((cell) => /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠|%]/u.test(cell))).toEqual([]);
    for (const payload of payloads) {
      expect(cells.some((cell) => cell === payload || cell === `'${payload}`)).toBe(true);
    }
  });
});
