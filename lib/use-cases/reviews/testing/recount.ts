import { sql } from "@/lib/infra/db";

const counted = `count(*) FILTER (WHERE state IN ('waiting', 'seconding'))::int AS waiting,
  count(*) FILTER (WHERE state = 'decided')::int AS decided, count(*) FILTER (WHERE state = 'unanswered')::int AS unanswered,
  count(*) FILTER (WHERE effect = 'pending')::int AS pending, count(*) FILTER (WHERE effect = 'failed')::int AS failed`;
const facets = {
  reviewer: "coalesce(coalesce(decided_by_id, reviewer_id)::text, '')",
  owner: "owner_id::text",
  team: "coalesce(team_name, '')",
  decision: "decision",
};

/** The facets of a campaign whose stored counts are not those of the items. */
export async function differences(campaignId: string): Promise<object[]> {
  const found: object[] = [];
  const compare = (facet: string, stored: unknown, wanted: unknown): void => {
    if (JSON.stringify(stored) !== JSON.stringify(wanted)) found.push({ facet, stored, wanted });
  };
  for (const [facet, key] of Object.entries(facets)) {
    const wanted = await sql(
      `SELECT ${key} AS key, ${counted} FROM review_item WHERE campaign_id = $1 AND ${key} IS NOT NULL GROUP BY 1 ORDER BY 1`,
      [campaignId],
    );
    const stored = await sql(
      `SELECT key, waiting, decided, unanswered, pending, failed FROM review_tally WHERE campaign_id = $1 AND facet = $2
       AND (waiting, decided, unanswered, pending, failed) <> (0, 0, 0, 0, 0) ORDER BY 1`,
      [campaignId, facet],
    );
    compare(facet, stored, wanted);
  }
  const [hours] = await sql<{ stored: number; wanted: number }>(
    `SELECT (SELECT coalesce(sum(decided), 0)::int FROM review_tally WHERE campaign_id = $1 AND facet = 'hours') AS stored,
       (SELECT count(*)::int FROM review_item WHERE campaign_id = $1 AND decided_at IS NOT NULL) AS wanted`,
    [campaignId],
  );
  compare("hours", hours?.stored, hours?.wanted);
  return found;
}
