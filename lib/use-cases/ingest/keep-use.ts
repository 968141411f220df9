import type { PoolClient } from "pg";
import type { Fact } from "@/lib/domain/evidence";
import type { ChildTable } from "./children";

interface UseFacts {
  createdAt: Fact<string>;
  lastUsedAt: Fact<string | null>;
  lastUsedDetail?: Fact<string> | undefined;
}

interface Told {
  id: string;
  facts: UseFacts;
  last_used_at: string | null;
  /** Identities only. */
  usage_state?: string;
}

interface Stored {
  id: string;
  created: Fact<string> | null;
  used: Fact<string | null>;
  detail: Fact<string> | null;
}

/** Whether a row has a last use at all; grants and trusts have none. */
export const tellsUse = <Row extends object>(row: Row): row is Row & Told => "last_used_at" in row;

const timeOf = (fact: Fact<string | null> | null): number | undefined =>
  fact?.state === "known" && fact.value !== null ? Date.parse(fact.value) : undefined;

/** The provider gives some ids again: with another creation date it is another thing. */
function isAnother(told: UseFacts, stored: Stored): boolean {
  const [now, before] = [timeOf(told.createdAt), timeOf(stored.created)];
  return now !== undefined && before !== undefined && now !== before;
}

/**
 * Keeps the last use that is stored where a row that a sync is about to write tells none or an
 * earlier one: streams that do not see use would erase what sightings of it have told. A stored
 * "never" is not kept: only the stream itself can say so, and it no longer does.
 */
export async function keepUse(
  client: PoolClient,
  table: "identity" | ChildTable["table"],
  rows: readonly Told[],
): Promise<void> {
  if (rows.length === 0) return;
  const { rows: used } = await client.query<Stored>(
    `SELECT id, facts -> 'createdAt' AS created, facts -> 'lastUsedAt' AS used,
       facts -> 'lastUsedDetail' AS detail
     FROM ${table} WHERE id = ANY($1::uuid[]) AND last_used_at IS NOT NULL`,
    [rows.map(({ id }) => id)],
  );
  const byId = new Map(used.map((one) => [one.id, one]));
  for (const row of rows) {
    const stored = byId.get(row.id);
    const at = timeOf(stored?.used ?? null);
    if (!stored || at === undefined || isAnother(row.facts, stored)) continue;
    if (at <= (timeOf(row.facts.lastUsedAt) ?? Number.NEGATIVE_INFINITY)) continue;
    const { lastUsedDetail: _, ...facts } = row.facts;
    row.facts = {
      ...facts,
      lastUsedAt: stored.used,
      ...(stored.detail ? { lastUsedDetail: stored.detail } : {}),
    };
    row.last_used_at = new Date(at).toISOString();
    if (row.usage_state !== undefined) row.usage_state = "known";
  }
}
