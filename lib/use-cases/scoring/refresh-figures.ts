import type { PoolClient } from "pg";
import { inTransaction, sql } from "@/lib/infra/db";
import { rollupStatements } from "../identities/rollup";
import { writeSampleHistory } from "../overview/sample-history";
import { writeSecretAges } from "../overview/secret-ages";

/** Renews the facet counts of a source and the day's figures for the charts. */
async function refreshFigures(sourceId: string, now: Date): Promise<void> {
  await inTransaction(async (client) => {
    await client.query("SET LOCAL statement_timeout = '5min'");
    const { rowCount } = await client.query(
      "SELECT 1 FROM source WHERE id = $1 AND removed_at IS NULL FOR NO KEY UPDATE",
      [sourceId],
    );
    if (rowCount === 0) return;
    await client.query(rollupStatements.remove, [sourceId]);
    await client.query(rollupStatements.fill, [sourceId, now.toISOString()]);
    await writeSecretAges(client, sourceId, now);
    await writeSnapshot(client, sourceId, now);
  });
}

async function writeSnapshot(client: PoolClient, sourceId: string, now: Date): Promise<void> {
  const day = now.toISOString().slice(0, 10);
  await client.query("DELETE FROM daily_snapshot WHERE day = $1 AND source_id = $2", [
    day,
    sourceId,
  ]);
  await client.query(
    `INSERT INTO daily_snapshot (day, source_id, identity_class, risk_band, identities, unowned, stale,
       never_rotated, over_rotation, exposed, open_findings)
     SELECT $1::date, $2::uuid, identity_class, risk_band, count(*)::int,
       count(*) FILTER (WHERE owner_state = 'none')::int,
       count(*) FILTER (WHERE usage_state = 'known' AND last_used_at < $3::timestamptz - interval '90 days'
         OR usage_state = 'never')::int,
       count(*) FILTER (WHERE rotation_state = 'never')::int,
       count(*) FILTER (WHERE rotation_state = 'over_policy')::int,
       count(*) FILTER (WHERE facts #>> '{exposure,value,public}' = 'true')::int,
       COALESCE(sum(open_findings), 0)::int
     FROM identity WHERE source_id = $2::uuid AND missing_since IS NULL
     GROUP BY identity_class, risk_band`,
    [day, sourceId, now.toISOString()],
  );
}

/** Renews the touched sources, and those without figures for the day: a day is shown as a whole. */
export async function refreshFiguresOf(touched: Iterable<string>, now: Date): Promise<void> {
  const lacking = await sql<{ id: string }>(
    `SELECT id FROM source s WHERE s.removed_at IS NULL AND NOT EXISTS (
       SELECT 1 FROM daily_snapshot d WHERE d.day = $1::date AND d.source_id = s.id)`,
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
