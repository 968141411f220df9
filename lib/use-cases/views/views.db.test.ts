import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { db, inTransaction } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { changeView, deleteView, saveView } from "./commands";
import { listViews } from "./list-views";

useDatabase();

const ids = {
  analyst: "00000000-0000-7000-8000-00000000000a",
  owner: "00000000-0000-7000-8000-00000000000b",
};
const analyst = personContext("analyst", { personId: ids.analyst });
const owner = personContext("owner", { personId: ids.owner });

beforeAll(async () => {
  for (const [role, id] of Object.entries(ids)) {
    await db().person.create({ data: { id, role, email: `${role}@example.com`, name: role } });
  }
});

describe("saved views", () => {
  it("are private until shared, and then others see but cannot change them", async () => {
    const view = await saveView(analyst, { name: "AI keys", query: "q=class%3Aai" });
    expect((await listViews(owner, {})).items).toEqual([]);
    await changeView(analyst, { id: view.id, shared: true });
    expect((await listViews(owner, {})).items).toMatchObject([
      { name: "AI keys", mine: false, by: "analyst" },
    ]);
    await expect(changeView(owner, { id: view.id, name: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(deleteView(owner, { id: view.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await db().auditEvent.count({ where: { outcome: "refused" } })).toBe(2);
  });

  it("may be shared only by roles that share", async () => {
    const shared = saveView(owner, { name: "Mine", query: "", shared: true });
    await expect(shared).rejects.toMatchObject({ code: "forbidden" });
    await saveView(owner, { name: "Mine", query: "" });
    await expect(saveView(owner, { name: "Mine", query: "" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("have at most one default per person", async () => {
    const one = await saveView(analyst, { name: "One", query: "", isDefault: true });
    const two = await saveView(analyst, { name: "Two", query: "", isDefault: true });
    const { items } = await listViews(analyst, {});
    expect(items.filter((view) => view.isDefault).map((view) => view.id)).toEqual([two.id]);
    await deleteView(analyst, { id: one.id });
    expect((await listViews(analyst, {})).items.map((view) => view.name)).not.toContain("One");
  });

  const defaults = () =>
    db().savedView.findMany({ where: { personId: ids.owner, isDefault: true } });

  it("made the default at the same moment are all kept, and one of them is it", async () => {
    const names = Array.from({ length: 8 }, (_, index) => `At once ${index}`);
    const saved = await Promise.all(
      names.map((name) => saveView(owner, { name, query: "", isDefault: true })),
    );
    expect(await defaults()).toHaveLength(1);
    await Promise.all(saved.map(({ id }) => changeView(owner, { id, isDefault: true })));
    expect(await defaults()).toHaveLength(1);
    expect(await db().savedView.count({ where: { name: { in: names } } })).toBe(8);
  });

  it("of one name saved at the same moment are one view, and the other is told so", async () => {
    const both = await Promise.allSettled(
      [1, 2].map(() => saveView(owner, { name: "Twice", query: "" })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    });
  });

  it("that an older version left as two defaults become one, the one changed last", async () => {
    const repair = await readFile("prisma/migrations/3692_one_default_view/migration.sql", "utf8");
    await inTransaction(async (client) => {
      await client.query("SET LOCAL ROLE NONE");
      await client.query("DROP INDEX saved_view_default_key");
      await client.query(
        `UPDATE saved_view SET is_default = true, updated_at = CASE name WHEN 'At once 5'
           THEN now() ELSE now() - interval '1 day' END WHERE person_id = $1`,
        [ids.owner],
      );
      await client.query(repair);
    });
    expect((await defaults()).map(({ name }) => name)).toEqual(["At once 5"]);
  });
});
