import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeUser } from "@/lib/testing/fake-provider";
import { quoteWhereNeeded } from "@/lib/domain/inventory/query-words";
import { refreshAllFigures } from "../scoring/refresh-figures";
import { listFacets } from "./list-facets";
import { listIdentities } from "./list-identities";

useDatabase();

const ctx = personContext("analyst");
const listed = async (q: string) =>
  (await listIdentities(ctx, { q })).items.map(({ source }) => source.name).toSorted();

beforeAll(async () => {
  for (const [at, name] of ["Fake", "FAKE", "Another, elsewhere"].entries()) {
    const id = await insertSource();
    await sql("UPDATE source SET name = $2 WHERE id = $1", [id, name]);
    await ingest(
      id,
      Array.from({ length: at + 1 }, (_, n) => fakeUser(`${at}-${n}`)),
    );
  }
  await refreshAllFigures(new Date());
});

describe("a source in the filter", () => {
  it("lists as many identities as its facet counts, also where others or the connector have its name", async () => {
    const { facets } = await listFacets(ctx, {});
    expect(facets.source).toHaveLength(3);
    for (const { value, count } of facets.source) {
      const found = await listed(`source:${quoteWhereNeeded(value)}`);
      expect(found).toEqual(Array.from({ length: count }, () => value));
    }
  });

  it("written as nobody is called means every source that goes by it", async () => {
    const all = ["Another, elsewhere", "FAKE", "Fake"];
    expect([...new Set(await listed("source:fake"))]).toEqual(all);
    expect([...new Set(await listed("source:fAKe"))]).toEqual(all);
    expect([...new Set(await listed('source:"another, ELSEWHERE"'))]).toEqual([all[0]]);
  });
});
