import { expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { listDirectory } from "./list-directory";

useDatabase();

it("gives everybody once over its pages, also where languages differ in what a small letter is", async () => {
  const data = Array.from({ length: 250 }, (_, at) => ({
    email: `directory-${at}@muster.example`,
    name: `${["ΟΔΟΣ", "İpek", "Ägidius"][at % 3]} ${at}`,
    role: "owner",
  }));
  await db().person.createMany({ data });
  const found: string[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 4 && (pages === 0 || cursor !== null); pages += 1) {
    const page = await listDirectory(personContext("admin"), cursor ? { cursor } : {});
    found.push(...page.items.map(({ email }) => email));
    cursor = page.nextCursor;
  }
  expect(cursor).toBeNull();
  expect(found.toSorted()).toEqual(data.map(({ email }) => email).toSorted());
});
