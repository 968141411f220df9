import { beforeAll, describe, expect, it } from "vitest";
import type { SortDirection, SortKey } from "@/lib/domain/inventory/list-order";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import { resolveFilter } from "./filter-sql";
import { listIdentities } from "./list-identities";

useDatabase();
const now = new Date("2026-11-20T12:00:00Z");
const analyst = personContext("analyst", { now });
const words = "payments";

beforeAll(async () => {
  await seedIdentities(6_000, { now, sources: 2 });
});

/** Every page of the list, one after the other. */
async function everyId(sort: SortKey, q: string, dir: SortDirection = "desc"): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await listIdentities(analyst, { q, sort, dir, cursor, limit: 90 });
    ids.push(...page.items.map(({ id }) => id));
    expect(page.complete).toBe(true);
    if (page.nextCursor === null) return ids;
    cursor = page.nextCursor;
  }
}

const orders = [
  ["risk", "risk_score DESC"],
  ["name", `lower(name) COLLATE "C" DESC`],
  ["last_used", "last_used_at DESC NULLS LAST"],
  ["created", "created_at_source DESC NULLS LAST"],
  ["last_rotated", "last_rotated_at DESC NULLS LAST"],
  ["findings", "open_findings DESC"],
] as const;

describe("a text with hundreds of matches", () => {
  it.each(orders)("lists each once, page by page, by %s", async (sort, order) => {
    for (const [q, also] of [
      [words, ""],
      [`${words} env:production`, "AND environment = 'production'"],
    ] as const) {
      const wanted = await sql<{ id: string }>(
        `SELECT id FROM identity WHERE missing_since IS NULL AND name LIKE '%${words}%' ${also}
         ORDER BY ${order}, id DESC`,
      );
      const { found } = await resolveFilter(analyst, { text: words }, "all");
      expect(found).toMatchObject({ all: true });
      expect(found?.count).toBeGreaterThan(500);
      expect(await everyId(sort, q)).toEqual(wanted.map(({ id }) => id));
    }
  });
});

describe("a text with thousands of matches", () => {
  it.each(orders)("lists each once, page by page, by %s", async (sort, order) => {
    const { found } = await resolveFilter(analyst, { text: "seed" }, "all");
    expect(found).toMatchObject({ all: true });
    expect(found?.count).toBeGreaterThan(3_000);
    const wanted = await sql<{ id: string }>(
      `SELECT id FROM identity WHERE missing_since IS NULL AND environment = 'production'
       ORDER BY ${order}, id DESC`,
    );
    expect(await everyId(sort, "seed env:production")).toEqual(wanted.map(({ id }) => id));
  });

  it("goes on by name where the page ended, also when what ended it matches no longer or is gone", async () => {
    const q = "seed env:production";
    const wanted = await everyId("name", q, "asc");
    expect(wanted.length).toBeGreaterThan(500);
    const turned = await everyId("name", q);
    const names = await sql<{ id: string; name: string }>("SELECT id, name FROM identity");
    const nameOf = new Map(names.map(({ id, name }) => [id, name]));
    expect(turned.map((id) => nameOf.get(id))).toEqual(
      wanted.map((id) => nameOf.get(id)).reverse(),
    );
    const first = await listIdentities(analyst, { q, sort: "name", dir: "asc", limit: 90 });
    const last = wanted[89];
    await sql("UPDATE identity SET missing_since = now() WHERE id = $1", [last]);
    const next = {
      q,
      sort: "name",
      dir: "asc",
      limit: 90,
      cursor: first.nextCursor ?? undefined,
    } as const;
    const idsAfter = async () => (await listIdentities(analyst, next)).items.map(({ id }) => id);
    expect(await idsAfter()).toEqual(wanted.slice(90, 180));
    await sql("UPDATE identity SET name = 'elsewhere', external_id = 'elsewhere' WHERE id = $1", [
      last,
    ]);
    expect(await idsAfter()).toEqual(wanted.slice(90, 180));
  });

  it("sorts by a name that has changed", async () => {
    const [id] = await everyId("name", "seed", "asc");
    await sql("UPDATE identity SET name = 'Zz seed' WHERE id = $1", [id]);
    expect((await everyId("name", "seed", "asc")).at(-1)).toBe(id);
  });
});
