import type { PoolClient } from "pg";
import { copyRows } from "@/lib/infra/copy-rows";
import { databaseJson } from "@/lib/infra/database-json";
import type { Statements } from "./on-transaction";

/** Column name to PostgreSQL type, in the order of the statement. */
export type Columns = Readonly<Record<string, string>>;

/**
 * Bulk statements name their rows by key. A table that is still growing has no statistics yet, and
 * without them PostgreSQL would rather read all of it for every batch.
 */
const otherPlans = ["hashjoin", "mergejoin", "seqscan", "bitmapscan"];

/** Statements with which rows are found by their keys until the end of the transaction. */
export const keyedPlans = otherPlans.map((plan) => `SET LOCAL enable_${plan} = off`).join("; ");

/**
 * Runs one statement that compares two large lists, in the caller's transaction. Where statistics do
 * not know a source yet, PostgreSQL takes its lists for short, and would compare each row of one
 * with all of the other.
 */
export async function compareLists<Row extends object>(
  client: Statements,
  statement: string,
  values: unknown[],
): Promise<Row[]> {
  await client.query("SET LOCAL enable_nestloop = off", []);
  const { rows } = await client.query<Row>(statement, values);
  await client.query("SET LOCAL enable_nestloop = on", []);
  return rows;
}

const listOf = (columns: Columns): string => Object.keys(columns).join(", ");
const shapeOf = (columns: Columns): string =>
  Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(", ");

/** Inserts any number of rows at once. With `conflict`, an ON CONFLICT clause, some may be there already. */
export async function insertRows(
  client: PoolClient,
  table: string,
  columns: Columns,
  rows: readonly object[],
  conflict = "",
): Promise<void> {
  if (rows.length === 0) return;
  if (conflict === "") return copyRows(client, table, columns, rows);
  await client.query(
    `INSERT INTO ${table} (${listOf(columns)})
     SELECT ${listOf(columns)} FROM json_to_recordset($1::json) AS r(${shapeOf(columns)}) ${conflict}`,
    [databaseJson(rows)],
  );
}

/** Writes the columns of any number of rows, found by `id`, in one statement. */
export async function updateRows(
  client: PoolClient,
  table: string,
  columns: Columns,
  rows: readonly object[],
  extra: { set?: string; where?: string } = {},
): Promise<number> {
  if (rows.length === 0) return 0;
  const names = Object.keys(columns).filter((name) => name !== "id");
  const assignments = names.map((name) => `${name} = r.${name}`).join(", ");
  const result = await client.query(
    `UPDATE ${table} t SET ${assignments}${extra.set ? `, ${extra.set}` : ""}
     FROM json_to_recordset($1::json) AS r(${shapeOf(columns)})
     WHERE t.id = r.id ${extra.where ? `AND ${extra.where}` : ""}`,
    [databaseJson(rows)],
  );
  return result.rowCount ?? 0;
}
