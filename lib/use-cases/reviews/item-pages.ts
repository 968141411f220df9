import type { QueryResultRow } from "pg";
import { sql } from "@/lib/infra/db";

/** Ids of all items of a campaign, riskiest first, in pages. */
export async function* itemIdPages(campaignId: string, size: number): AsyncGenerator<string[]> {
  const rows = await sql<{ id: string }>(
    "SELECT id FROM review_item WHERE campaign_id = $1::uuid ORDER BY risk DESC, id",
    [campaignId],
  );
  for (let at = 0; at < rows.length; at += size)
    yield rows.slice(at, at + size).map(({ id }) => id);
}

/**
 * All items of a campaign, riskiest first, in pages. They are looked up by their ids: a plan that
 * walks an index page by page depends on statistics, and a review that was just written has none.
 * `columns` reads the item as `r` and whoever is asked as `w`.
 */
export async function* itemPages<Row extends QueryResultRow>(
  campaignId: string,
  columns: string,
  size: number,
): AsyncGenerator<Row[]> {
  for await (const ids of itemIdPages(campaignId, size))
    yield sql<Row>(
      `SELECT ${columns} FROM unnest($1::uuid[]) WITH ORDINALITY i(id, n)
       JOIN review_item r ON r.id = i.id LEFT JOIN person w ON w.id = r.reviewer_id ORDER BY i.n`,
      [ids],
    );
}
