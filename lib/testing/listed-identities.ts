import { beforeAll } from "vitest";
import type { IdentityRow } from "../domain/inventory/identity-row";
import type { SortDirection, SortKey } from "../domain/inventory/list-order";
import { sql } from "../infra/db";
import { personContext } from "./context";
import { useDatabase } from "./database";
import { seedIdentities, type SeededInventory } from "./identities";
import { listIdentities } from "../use-cases/identities/list-identities";

export const now = new Date("2026-11-20T12:00:00Z");

export const analyst = personContext("analyst", { now });

export let seeded: SeededInventory;

export const owner = () => personContext("owner", { now, personId: seeded.personIds[0] ?? "" });

export async function walk(
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

export const count = async (where: string): Promise<number> =>
  Number((await sql<{ n: string }>(`SELECT count(*) AS n FROM identity WHERE ${where}`))[0]?.n);

export function setUpListedIdentities(): void {
  useDatabase();
  beforeAll(async () => {
    seeded = await seedIdentities(1_500, { now });
    await sql("ANALYZE identity");
  });
}
