import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { instance } from "./instance";

/** The embedded database of the running instance, as its owner. */
export function databaseUrl(): string {
  const { dataDir } = instance();
  const lines = readFileSync(path.join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n");
  const password = readFileSync(path.join(dataDir, "database-password"), "utf8").trim();
  return `postgresql://postgres:${password}@127.0.0.1:${lines[3]?.trim()}/muster`;
}

export async function query<Row extends pg.QueryResultRow>(
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
