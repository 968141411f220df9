import { expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import { exportIdentities } from "./export-identities";

useDatabase();

it("an export hands out its first page before it reads the second", async () => {
  const now = new Date("2026-11-20T12:00:00Z");
  await seedIdentities(5_400, { now });
  const inventory = "SELECT count(*)::int AS n FROM identity WHERE missing_since IS NULL";
  expect((await sql<{ n: number }>(inventory))[0]?.n).toBeGreaterThan(5_000);

  const ctx = personContext("analyst", { now });
  const file = await exportIdentities(ctx, { q: "", format: "json" });
  const chunks = file.chunks[Symbol.asyncIterator]();
  const head = await chunks.next();
  const first = await chunks.next();
  // What is deleted now can only be missing from a page that was not read yet.
  await sql("DELETE FROM identity");
  let rest = "";
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) rest += next.value;
  const whole = `${String(head.value)}${String(first.value)}${rest}`;
  expect((JSON.parse(whole) as { items: unknown[] }).items).toHaveLength(5_000);
});
