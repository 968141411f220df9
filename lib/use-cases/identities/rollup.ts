/** What is listed without a date was there by the time that Muster first saw it. */
export const bornSql = "coalesce(created_at_source, first_seen_at)";

/** Worked out once for a statement: PostgreSQL subtracts days by the calendar, for each row anew. */
export const daysBefore = (now: string, days: number): string =>
  `(SELECT ${now} - interval '${days} days')`;

/** The bucket of `last_used_at`, with `$now` the SQL expression of the present instant. */
export const usageBucketSql = (now: string): string => `CASE
  WHEN usage_state = 'never' AND ${bornSql} < ${daysBefore(now, 90)} THEN 'never_90d'
  WHEN usage_state = 'never' THEN 'not_yet'
  WHEN usage_state <> 'known' OR last_used_at IS NULL THEN 'unknown'
  WHEN last_used_at >= ${daysBefore(now, 30)} THEN 'lt_30d'
  WHEN last_used_at >= ${daysBefore(now, 90)} THEN '30_90d'
  WHEN last_used_at >= ${daysBefore(now, 365)} THEN '90_365d'
  ELSE 'gt_365d' END`;

export const ageBucketSql = (now: string): string => `CASE
  WHEN created_at_source IS NULL THEN 'unknown'
  WHEN created_at_source >= ${daysBefore(now, 30)} THEN 'lt_30d'
  WHEN created_at_source >= ${daysBefore(now, 90)} THEN '30_90d'
  WHEN created_at_source >= ${daysBefore(now, 365)} THEN '90_365d'
  ELSE 'gt_365d' END`;

const dimensions = `source_id, kind, identity_class, environment, status, risk_band, owner_state,
  privilege, usage_bucket, age_bucket, rotation_state, has_findings`;

/** SQL expressions that stand in for columns of the row. */
interface Changed {
  ownerState?: string;
  identityClass?: string;
  environment?: string;
}

/** The dimensions of one identity, in the order of `dimensions`, with what has changed if given. */
const valuesOf = (now: string, changed: Changed = {}): string => `source_id, kind,
  ${changed.identityClass ?? "identity_class"}, ${changed.environment ?? "environment"}, status,
  risk_band, ${changed.ownerState ?? "owner_state"}, privilege, ${usageBucketSql(now)},
  ${ageBucketSql(now)}, rotation_state, open_findings > 0`;

const grouped = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12";

/** Forgets the counts of a source; [sourceId]. */
export const forgetCountsSql = "DELETE FROM identity_rollup WHERE source_id = $1::uuid";

const measures = ["identities", "exposed", "open_findings", "credentials"] as const;

/**
 * The head of a statement with [sourceId, now], in the transaction that forgot the counts: fills them
 * in one reading of the source's identities. Its `counted` says by the same dimensions also how many
 * are exposed and have how many open findings and credentials, its `answered` how many got which
 * `answers` of the rules. Buckets of age drift with time, so run it at least daily too.
 */
export const countingSql = `
  WITH read (${dimensions}, answers, ${measures.join(", ")}) AS MATERIALIZED (
    SELECT ${dimensions}, q.answers, count(*)::int, count(*) FILTER (WHERE is_exposed)::int,
      sum(own_findings)::int, sum(own_credentials)::int
    FROM (
      SELECT id, ${valuesOf("$2::timestamptz")}, facts #>> '{exposure,value,public}' = 'true',
        open_findings, credential_count
      FROM identity WHERE source_id = $1::uuid AND missing_since IS NULL OFFSET 0
    ) i (id, ${dimensions}, is_exposed, own_findings, own_credentials)
    LEFT JOIN identity_scoring q ON q.identity_id = i.id
    GROUP BY ${grouped}, 13
  ), counted AS MATERIALIZED (
    SELECT ${dimensions}, ${measures.map((name) => `sum(${name})::int AS ${name}`).join(", ")}
    FROM read GROUP BY ${grouped}
  ), answered AS (
    SELECT answers, sum(identities)::int AS n FROM read WHERE answers IS NOT NULL GROUP BY answers
  ), rolled_up AS (
    INSERT INTO identity_rollup (${dimensions}, identities)
    SELECT ${dimensions}, identities FROM counted
  )`;

/**
 * Books the identities of `relation` over to other dimensions, as differences that the source's next
 * replacement folds in; sums over the table stay exact in between.
 */
export const rollupDifference = (relation: string, now: string, after: Changed): string => `
  INSERT INTO identity_rollup (${dimensions}, identities)
  SELECT ${valuesOf(now)}, -count(*)::int FROM ${relation}
    WHERE missing_since IS NULL GROUP BY ${grouped}
  UNION ALL
  SELECT ${valuesOf(now, after)}, count(*)::int FROM ${relation}
    WHERE missing_since IS NULL GROUP BY ${grouped}`;
