import type { PoolClient } from "pg";
import { sql } from "@/lib/infra/db";
import { compareLists } from "../ingest/bulk-sql";
import { daysBefore } from "../identities/rollup";

/** Lower bounds in days; every limit of the built-in policy is one of them, so that its line falls between bars. */
export const secretAgeFloors = [0, 30, 60, 90, 180, 365, 730] as const;

/** Kinds that get a new value in place count from their last rotation, all others from creation. */
const inPlaceSql = (row: string): string =>
  `CASE WHEN ${row}.facts #>> '{lastRotatedAt,state}' = 'unknown' THEN NULL
     ELSE coalesce(${row}.last_rotated_at, ${row}.created_at_source) END`;
const madeAnewSql = (row: string): string =>
  `coalesce(${row}.created_at_source, ${row}.last_rotated_at)`;

const floorSql = `CASE WHEN since IS NULL OR rotation_state = 'unknown' THEN -1 ${secretAgeFloors
  .toReversed()
  .map((days) =>
    days === 0 ? "ELSE 0" : `WHEN since <= ${daysBefore("$2::timestamptz", days)} THEN ${days}`,
  )
  .join(" ")} END`;

/** The same reading of a subject's secrets as `secretsOf` and `unchangedSince` of the domain. */
const fillSql = `
  INSERT INTO secret_age_rollup (source_id, identity_class, from_days, past, identities)
  WITH secret AS (
    SELECT c.identity_id, min(CASE
        WHEN c.kind = 'federated' OR c.status NOT IN ('active', 'unknown') THEN NULL
        WHEN c.kind IN ('password', 'stored_secret', 'webhook_secret') THEN ${inPlaceSql("c")}
        ELSE ${madeAnewSql("c")} END) AS since
    FROM credential c WHERE c.source_id = $1::uuid AND c.missing_since IS NULL GROUP BY c.identity_id
  ), oldest AS (
    SELECT i.identity_class, i.rotation_state, CASE
        WHEN s.identity_id IS NOT NULL THEN s.since
        WHEN i.kind IN ('stored_secret', 'webhook', 'database_role') THEN ${inPlaceSql("i")}
        ELSE ${madeAnewSql("i")} END AS since
    FROM identity i LEFT JOIN secret s ON s.identity_id = i.id
    WHERE i.source_id = $1::uuid AND i.missing_since IS NULL AND i.rotation_state <> 'not_applicable'
  )
  SELECT $1::uuid, identity_class, ${floorSql}, rotation_state IN ('over_policy', 'never'), count(*)::int
  FROM oldest GROUP BY 2, 3, 4`;

/** Counts a source's identities anew by the age of their oldest working secret. */
export async function writeSecretAges(
  client: PoolClient,
  sourceId: string,
  now: Date,
): Promise<void> {
  await client.query("DELETE FROM secret_age_rollup WHERE source_id = $1", [sourceId]);
  await compareLists(client, fillSql, [sourceId, now.toISOString()]);
}

export interface SecretAge {
  identityClass: string;
  /** Days; -1 when the age is unknown. */
  fromDays: number;
  past: boolean;
  identities: number;
}

/** The histogram over all sources; identities without a long-lived secret are not in it. */
export const readSecretAges = (): Promise<SecretAge[]> =>
  sql<SecretAge & Record<string, unknown>>(
    `SELECT identity_class AS "identityClass", from_days AS "fromDays", past,
       sum(identities)::int AS identities
     FROM secret_age_rollup
     WHERE source_id IN (SELECT id FROM source WHERE removed_at IS NULL) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
