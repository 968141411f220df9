import type { PoolClient } from "pg";

interface Classified {
  id: string;
  identity_class: string;
  environment: string;
}

/**
 * Puts what people decided back over rows that a sync is about to write, and remembers what the
 * source says now. One statement a page; most pages touch no override.
 */
export async function keepOverrides(
  client: PoolClient,
  rows: readonly Classified[],
): Promise<void> {
  if (rows.length === 0) return;
  const { rows: kept } = await client.query<Partial<Classified> & { id: string }>(
    `UPDATE identity_override o SET listed_class = r.class, listed_environment = r.environment
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS r(id, class, environment)
     WHERE o.identity_id = r.id
     RETURNING o.identity_id AS id, o.identity_class, o.environment`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.identity_class),
      rows.map((row) => row.environment),
    ],
  );
  const byId = new Map(kept.map((one) => [one.id, one]));
  for (const row of rows) {
    const one = byId.get(row.id);
    row.identity_class = one?.identity_class ?? row.identity_class;
    row.environment = one?.environment ?? row.environment;
  }
}
