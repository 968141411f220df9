import pg from "pg";

/** Expressions that make a copy of a row another row; `k` numbers the copies. */
const shifted = (column: string): string =>
  `overlay(${column}::text placing lpad(to_hex(33554432 + k), 8, '0') from 1 for 8)::uuid`;
const own = { id: shifted("id") };
const ofIdentity = { identity_id: shifted("identity_id") };
const ofSource = { source_id: shifted("source_id") };

/** Each copy is a source of its own, so what the source calls its things stays as it is. */
const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  source: { ...own, name: "name || ' ' || k" },
  identity: { ...own, ...ofSource },
  identity_scoring: ofIdentity,
  scoring_input: ofIdentity,
  credential: { ...own, ...ofIdentity, ...ofSource, fingerprint: "fingerprint || '~' || k" },
  access_grant: { ...own, ...ofIdentity, ...ofSource },
  owner_candidate: { ...own, ...ofIdentity },
};

/**
 * Copies a scored inventory `copies` times over, as rows that a sync and a scoring would have
 * written; by the million that is the only way that does not take an hour. Findings stay single:
 * they are compared by digest, and a rescoring that finds the same reads none. As the owner.
 */
export async function multiplyInventory(url: string, copies: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET session_replication_role = replica");
    await client.query("SET maintenance_work_mem = '256MB'");
    await withoutIndexes(client, Object.keys(tables), () => copyRows(client, copies));
  } finally {
    await client.end();
  }
}

/** Fills tables by the million without renewing their indexes row by row: they are made anew after. */
export async function withoutIndexes(
  owner: pg.Client,
  names: readonly string[],
  fill: () => Promise<unknown>,
): Promise<void> {
  const { rows: indexes } = await owner.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i WHERE i.indrelid = ANY($1::regclass[]) AND NOT EXISTS (
       SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid) AND NOT i.indisunique`,
    [names],
  );
  for (const { name } of indexes) await owner.query(`DROP INDEX ${name}`);
  await fill();
  for (const { definition } of indexes) await owner.query(definition);
}

async function copyRows(client: pg.Client, copies: number): Promise<void> {
  for (const [table, changes] of Object.entries(tables)) {
    const { rows } = await client.query<{ name: string }>(
      `SELECT quote_ident(column_name) AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`,
      [table],
    );
    const columns = rows.map((row) => row.name);
    await client.query(`CREATE TEMP TABLE base AS SELECT * FROM ${table}`);
    await client.query(
      `INSERT INTO ${table} (${columns.join(", ")})
         SELECT ${columns.map((column) => changes[column] ?? column).join(", ")}
         FROM generate_series(1, ${copies}) k CROSS JOIN base ORDER BY k`,
    );
    await client.query("DROP TABLE base");
  }
}
