import type { PoolClient } from "pg";
import { unusedBuckets } from "@/lib/domain/inventory/buckets";
import { inTransaction, sql } from "@/lib/infra/db";
import { foldFindings } from "../findings/count-findings";
import { countingSql, forgetCountsSql } from "../identities/rollup";
import { writeSampleHistory } from "../overview/sample-history";
import { writeSecretAges } from "../overview/secret-ages";
import { forgetRuleFiguresSql, ruleFiguresSql } from "./rule-answers";

/** One source's rows are looked up, not found by reading those of all others, which are in memory too. */
const ofOneSource = `SET LOCAL statement_timeout = '5min'; SET LOCAL random_page_cost = 1.1;
  SET LOCAL max_parallel_workers_per_gather = 0`;

/** Renews the facet counts of a source and the day's figures for the charts. */
async function refreshFigures(sourceId: string, now: Date): Promise<void> {
  await inTransaction(async (client) => {
    await client.query(ofOneSource);
    const { rowCount } = await client.query(
      "SELECT 1 FROM source WHERE id = $1 AND removed_at IS NULL FOR NO KEY UPDATE",
      [sourceId],
    );
    if (rowCount === 0) return;
    // Each connection is one process of the server; the source stays locked until both have ended.
    const halves = [writeCounts(client, sourceId, now), writeOthers(sourceId, now)];
    await Promise.allSettled(halves);
    await Promise.all(halves);
  });
}

async function writeCounts(client: PoolClient, sourceId: string, now: Date): Promise<void> {
  const day = now.toISOString().slice(0, 10);
  await client.query(forgetCountsSql, [sourceId]);
  await client.query(forgetRuleFiguresSql, [sourceId]);
  await client.query("DELETE FROM daily_snapshot WHERE day = $1 AND source_id = $2", [
    day,
    sourceId,
  ]);
  await client.query(countsSql, [sourceId, now.toISOString(), day]);
}

const writeOthers = (sourceId: string, now: Date): Promise<void> =>
  inTransaction(async (client) => {
    await client.query(ofOneSource);
    await writeSecretAges(client, sourceId, now);
    await foldFindings(client, sourceId);
  });

const identitiesWhere = (condition: string): string =>
  `COALESCE(sum(identities) FILTER (WHERE ${condition}), 0)::int`;

/** The facet counts of a source, the rules' answers, the day's figures and the line of the sources page. */
const countsSql = `${countingSql}, ruled AS (${ruleFiguresSql}), by_class AS (
    SELECT identity_class, risk_band, sum(identities)::int AS identities,
      ${identitiesWhere("owner_state = 'none'")} AS unowned,
      ${identitiesWhere(`usage_bucket IN ('${unusedBuckets.join("','")}')`)} AS stale,
      ${identitiesWhere("rotation_state = 'never'")} AS never_rotated,
      ${identitiesWhere("rotation_state = 'over_policy'")} AS over_rotation,
      sum(exposed)::int AS exposed, sum(open_findings)::int AS open_findings,
      sum(credentials)::int AS credentials
    FROM counted GROUP BY identity_class, risk_band
  ), written AS (
    INSERT INTO daily_snapshot (day, source_id, identity_class, risk_band, identities, unowned, stale,
      never_rotated, over_rotation, exposed, open_findings)
    SELECT $3::date, $1::uuid, identity_class, risk_band, identities, unowned, stale, never_rotated,
      over_rotation, exposed, open_findings FROM by_class
  )
  INSERT INTO source_figure (source_id, identities, missing, credentials, open_findings)
  SELECT $1::uuid, COALESCE(sum(identities), 0)::int,
    (SELECT count(*) FROM identity WHERE source_id = $1::uuid AND missing_since IS NOT NULL)::int,
    COALESCE(sum(credentials), 0)::int, COALESCE(sum(open_findings), 0)::int FROM by_class
  ON CONFLICT (source_id) DO UPDATE SET identities = excluded.identities, missing = excluded.missing,
    credentials = excluded.credentials, open_findings = excluded.open_findings, is_stale = false`;

/**
 * Renews the touched sources, those of which identities went missing, and those without figures for
 * the day: a day is shown as a whole.
 */
export async function refreshFiguresOf(touched: Iterable<string>, now: Date): Promise<void> {
  const lacking = await sql<{ id: string }>(
    `SELECT id FROM source s LEFT JOIN source_figure f ON f.source_id = s.id
     WHERE s.removed_at IS NULL AND (f.is_stale OR NOT EXISTS (
       SELECT 1 FROM daily_snapshot d WHERE d.day = $1::date AND d.source_id = s.id))`,
    [now.toISOString().slice(0, 10)],
  );
  const sources = new Set([...touched, ...lacking.map((source) => source.id)]);
  for (const sourceId of sources) await refreshFigures(sourceId, now);
  await writeSampleHistory(now);
}

/** The day's figures of every source, also of those that nothing touched today. */
export async function refreshAllFigures(now: Date): Promise<number> {
  const sources = await sql<{ id: string }>("SELECT id FROM source");
  for (const { id } of sources) await refreshFigures(id, now);
  return sources.length;
}
