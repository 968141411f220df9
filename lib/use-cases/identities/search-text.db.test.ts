import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import { changeLabels } from "./change-labels";
import { countIdentities, listFacets } from "./list-facets";
import { listIdentities } from "./list-identities";

useDatabase();

const now = new Date("2026-11-20T12:00:00Z");
const analyst = personContext("analyst", { now });
let personId = "";
let ids: string[] = [];

const found = async (q: string): Promise<string[]> => {
  const { items } = await listIdentities(analyst, { q, limit: 200 });
  // However it is asked, the same are found.
  expect(await countIdentities(analyst, { q })).toEqual({ total: items.length, complete: true });
  expect((await listFacets(analyst, { q })).total).toBe(items.length);
  return items.map(({ id }) => id).toSorted();
};
const at = (...places: number[]): string[] => places.map((place) => ids[place] ?? "").toSorted();

beforeAll(async () => {
  const seeded = await seedIdentities(300, { now });
  personId = seeded.personIds[1] ?? "";
  const rows = await sql<{ id: string }>(
    `SELECT id FROM identity WHERE missing_since IS NULL AND owner_id IS NULL ORDER BY id LIMIT 6`,
  );
  ids = rows.map(({ id }) => id);
  const set = (place: number, columns: string, value: unknown) =>
    sql(`UPDATE identity SET ${columns} WHERE id = $1::uuid`, [ids[place], value]);
  await set(0, "description = $2::text", "Moves invoices to the Warehouse, every night");
  await set(1, "tags = $2::jsonb", { "cost-center": "EMEA/4711", squad: "Zebrafish" });
  await set(2, "description = $2::text", 'Zebrafish\'s own "deploy" key; naïve Ünïcode');
  await set(3, "name = $2::text", "zebrafish-loader");
  // Begins and ends alike.
  await set(4, "name = $2::text", "zebra-and-dwarf-fish");
  await set(5, "name = $2::text", "Élodie-worker");
  await sql(
    "UPDATE person SET name = 'Wilhelmina Quist', email = 'w.quist@example.com' WHERE id = $1::uuid",
    [personId],
  );
});

describe("a search", () => {
  it("finds words of descriptions and tags, wherever the case and signs around them lie", async () => {
    expect(await found("warehouse")).toEqual(at(0));
    expect(await found("WAREHOUSE, invoices")).toEqual(at(0));
    expect(await found("emea/4711")).toEqual(at(1));
    expect(await found("cost-center")).toEqual(at(1));
    expect(await found("naïve")).toEqual(at(2));
    expect(await found("NAÏVE ünïcode")).toEqual(at(2));
    expect(await found("élodie-worker")).toEqual(at(5));
    expect(await found("ÉLODIE")).toEqual(at(5));
    expect(await found("élo")).toEqual(at(5));
  });

  it("finds a name and a tag alike, and words of both together", async () => {
    expect(await found("zebrafish")).toEqual(at(1, 2, 3));
    expect(await found("zebrafish loader")).toEqual(at(3));
    const [name] = await sql<{ name: string }>("SELECT name FROM identity WHERE id = $1::uuid", [
      ids[1],
    ]);
    expect(await found(`zebrafish ${name?.name}`)).toEqual(at(1));
  });

  it("takes the last word as the beginning of one, and the others whole", async () => {
    expect(await found("invoices wareh")).toEqual(at(0));
    expect(await found("wareh invoices")).toEqual([]);
  });

  it("finds what a person owns by their name and address, under the name of the day", async () => {
    const owned = await sql<{ id: string }>(
      "SELECT id FROM identity WHERE owner_id = $1::uuid AND missing_since IS NULL ORDER BY id",
      [personId],
    );
    expect(owned.length).toBeGreaterThan(0);
    const theirs = owned.map(({ id }) => id).toSorted();
    expect(await found("wilhelmina")).toEqual(theirs);
    expect(await found("quist@example wilhelmina")).toEqual(theirs);
    await sql("UPDATE person SET name = 'Wilhelmina Rosso' WHERE id = $1::uuid", [personId]);
    expect(await found("rosso")).toEqual(theirs);
    expect((await found("rosso kind:webhook")).length).toBeLessThan(theirs.length);
  });

  it("finds a label from when it is given until it is taken away", async () => {
    const target = { ids: at(4, 5) };
    await changeLabels(analyst, { target, add: ["migrate-2027"], remove: [] });
    expect(await found("migrate-2027")).toEqual(at(4, 5));
    await changeLabels(analyst, { target: { ids: at(4) }, add: [], remove: ["migrate-2027"] });
    expect(await found("migrate-2027")).toEqual(at(5));
  });

  it.each(["it's", "a'b:*", "x | y & !z", "'''", "\\\\", "(((", "%%%", "<->", "naïve:*"])(
    "takes %s for words, never for a query of its own",
    async (text) => {
      await expect(found(JSON.stringify(text))).resolves.toBeInstanceOf(Array);
    },
  );

  it("keeps what no list of words can hold, without its words", async () => {
    const long = `${"字".repeat(1_900)} tail`;
    await sql("UPDATE identity SET description = $2 WHERE id = $1::uuid", [ids[5], long]);
    expect(await found("tail")).toEqual(at(5));
  });
});
