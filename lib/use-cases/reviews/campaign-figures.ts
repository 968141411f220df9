import type { ReviewDecision } from "@/lib/domain/lifecycle/review-item";
import { sql } from "@/lib/infra/db";

const shownRows = 100;

interface Counts {
  waiting: number;
  decided: number;
  unanswered: number;
}
interface Reviewer extends Counts {
  person_id: string | null;
  name: string | null;
  all_waiting: number;
  all_decided: number;
  all_unanswered: number;
}

/** Progress by whoever answered or is asked, with the sums over all of them, shown or not. */
const reviewersSql = `
  SELECT nullif(t.key, '')::uuid AS person_id, w.name, t.waiting, t.decided, t.unanswered,
    sum(t.waiting) OVER ()::int AS all_waiting, sum(t.decided) OVER ()::int AS all_decided,
    sum(t.unanswered) OVER ()::int AS all_unanswered
  FROM review_tally t LEFT JOIN person w ON w.id = nullif(t.key, '')::uuid
  WHERE t.campaign_id = $1::uuid AND t.facet = 'reviewer' AND t.waiting + t.decided + t.unanswered > 0
  ORDER BY t.waiting DESC, t.decided DESC, t.key LIMIT ${shownRows}`;

/** The middle answer of each reviewer, or the mean of the two in the middle. */
const mediansSql = `
  SELECT key, avg(hours)::float8 AS median FROM (
    SELECT key, hours, sum(decided) OVER (PARTITION BY key ORDER BY hours) AS upto, decided,
      sum(decided) OVER (PARTITION BY key) AS all_decided
    FROM review_tally WHERE campaign_id = $1::uuid AND facet = 'hours' AND decided > 0 AND key = ANY($2::text[])) x
  WHERE (upto - decided < (all_decided + 1) / 2 AND upto >= (all_decided + 1) / 2)
    OR (upto - decided < all_decided / 2 + 1 AND upto >= all_decided / 2 + 1)
  GROUP BY key`;

const teamsSql = `
  SELECT nullif(key, '') AS team, waiting, decided, unanswered FROM review_tally
  WHERE campaign_id = $1::uuid AND facet = 'team' AND waiting + decided + unanswered > 0
  ORDER BY waiting DESC, decided DESC, key LIMIT ${shownRows}`;

const decisionsSql = `
  SELECT key AS decision, decided AS count, pending, failed FROM review_tally
  WHERE campaign_id = $1::uuid AND facet = 'decision' AND decided > 0 ORDER BY decided DESC, key`;

/** Whether the campaign `k` asks or asked this person, or is about something that they own. */
export const concernsSql = (person: string): string =>
  `EXISTS (SELECT 1 FROM review_tally t WHERE t.campaign_id = k.id AND t.facet IN ('reviewer', 'owner')
     AND t.key = ${person}::text AND t.waiting + t.decided + t.unanswered > 0)`;

type Decided = { decision: ReviewDecision; count: number; pending: number; failed: number };

/** What is counted of a campaign, read from the counts that each change of an item keeps. */
export async function campaignFigures(campaignId: string) {
  const [found, teams, decisions] = await Promise.all([
    sql<Reviewer>(reviewersSql, [campaignId]),
    sql<Counts & { team: string | null }>(teamsSql, [campaignId]),
    sql<Decided>(decisionsSql, [campaignId]),
  ]);
  const keys = found.map((row) => row.person_id ?? "");
  const medians = await sql<{ key: string; median: number }>(mediansSql, [campaignId, keys]);
  const medianOf = new Map(medians.map((row) => [row.key, row.median]));
  const [first] = found;
  return {
    waiting: first?.all_waiting ?? 0,
    decided: first?.all_decided ?? 0,
    unanswered: first?.all_unanswered ?? 0,
    teams,
    decisions,
    reviewers: found.map((row) => ({
      personId: row.person_id,
      name: row.person_id === null ? null : (row.name ?? "Somebody who was removed"),
      waiting: row.waiting,
      decided: row.decided,
      unanswered: row.unanswered,
      /** Hours from being asked to the answer, in whole hours for two days and in whole days after. */
      medianHours: medianOf.get(row.person_id ?? "") ?? null,
    })),
  };
}
