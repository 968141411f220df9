import { describe, expect, it } from "vitest";
import type { IdentityRow } from "@/lib/domain/inventory/identity-row";
import { sortDirections, sortKeys } from "@/lib/domain/inventory/list-order";
import { sql } from "@/lib/infra/db";
import { refreshRollup } from "@/lib/testing/identities";
import { countIdentities, listFacets } from "./list-facets";
import { listIdentities } from "./list-identities";
import {
  analyst,
  count,
  now,
  seeded,
  walk,
  setUpListedIdentities,
} from "@/lib/testing/listed-identities";

setUpListedIdentities();

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
