import { sql } from "@/lib/infra/db";
import { type Found, foundStatement, toFound } from "./found-sql";

/** The digests of all ways to answer in which one of these rules could not tell. */
export async function digestsOf(rules: readonly string[]): Promise<string[]> {
  const rows = await sql<{ digest: string }>(
    "SELECT digest FROM rule_answers WHERE unknown && $1::text[]",
    [rules],
  );
  return rows.map(({ digest }) => digest);
}

/** What was answered so, up to a limit; like `searchText`, counted before anything is sorted. */
export async function searchAnswers(digests: readonly string[], limit: number): Promise<Found> {
  const [row] = await sql<{ ids: string | null; count: number }>(
    foundStatement(
      "SELECT identity_id FROM identity_scoring WHERE answers = ANY($1::text[])",
      limit,
    ),
    [digests],
  );
  return toFound(row, limit);
}
