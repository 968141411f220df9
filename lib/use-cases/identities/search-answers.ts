import { sql } from "@/lib/infra/db";

/** The digests of all ways to answer in which one of these rules could not tell. */
export async function digestsOf(rules: readonly string[]): Promise<string[]> {
  const rows = await sql<{ digest: string }>(
    "SELECT digest FROM rule_answers WHERE unknown && $1::text[]",
    [rules],
  );
  return rows.map(({ digest }) => digest);
}

/** What was answered so, up to a limit; like `searchText`, counted before anything is sorted. */
export async function searchAnswers(
  digests: readonly string[],
  limit: number,
): Promise<{ ids: string[]; all: boolean }> {
  const rows = await sql<{ identity_id: string }>(
    `SELECT identity_id FROM identity_scoring WHERE answers = ANY($1::text[]) LIMIT ${limit + 1}`,
    [digests],
  );
  return { ids: rows.slice(0, limit).map((row) => row.identity_id), all: rows.length <= limit };
}
