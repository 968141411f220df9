import type { PoolClient } from "pg";

/** Column name to PostgreSQL type, in the order of the statement. */
export type Columns = Readonly<Record<string, string>>;

const lone = /\\ud[89a-f][0-9a-f]{2}/gi;
const nul = /(?<!\\)((?:\\\\)*)\\u0000/g;

/** JSON that PostgreSQL accepts: it knows neither NUL nor half a surrogate pair. */
export function databaseJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes("\\u")) return text;
  return text.replace(nul, "$1").replace(lone, "\\ufffd");
}

const listOf = (columns: Columns): string => Object.keys(columns).join(", ");
const shapeOf = (columns: Columns): string =>
  Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(", ");

/** Inserts any number of rows in one statement. `conflict` is the ON CONFLICT clause, if any. */
export async function insertRows(
  client: PoolClient,
  table: string,
  columns: Columns,
  rows: readonly object[],
  conflict = "",
): Promise<number> {
  if (rows.length === 0) return 0;
  const result = await client.query(
    `INSERT INTO ${table} (${listOf(columns)})
     SELECT ${listOf(columns)} FROM json_to_recordset($1::json) AS r(${shapeOf(columns)}) ${conflict}`,
    [databaseJson(rows)],
  );
  return result.rowCount ?? 0;
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
  const names = Object.keys(columns).filter((name) => name !== "id" && !name.startsWith("was_"));
  const assignments = names.map((name) => `${name} = r.${name}`).join(", ");
  const result = await client.query(
    `UPDATE ${table} t SET ${assignments}${extra.set ? `, ${extra.set}` : ""}
     FROM json_to_recordset($1::json) AS r(${shapeOf(columns)})
     WHERE t.id = r.id ${extra.where ? `AND ${extra.where}` : ""}`,
    [databaseJson(rows)],
  );
  return result.rowCount ?? 0;
}
