import { randomUUID } from "node:crypto";
import { sql } from "../infra/db";
import { countingSql, forgetCountsSql } from "../use-cases/identities/rollup";

export interface SeededInventory {
  sourceIds: string[];
  personIds: string[];
}

/** One of the words at the row's own pseudo-random place, the first the likeliest. */
const pick = (salt: number, words: readonly string[]): string =>
  `(ARRAY['${words.join("','")}'])[1 + floor(power(r${salt}, 2) * ${words.length})::int]`;

const fact = (known: string, value: string, source: string): string =>
  `CASE WHEN ${known} THEN jsonb_build_object('state', 'known', 'value', ${value}, 'source', '${source}', 'observedAt', '2026-11-01T00:00:00Z')
   ELSE '{"state":"unknown","reason":"permission_missing","detail":"iam:GetServiceLastAccessedDetails"}'::jsonb END`;

/** Kind and class go together, as they do in a real estate; the rest is drawn by hash of the number. */
const seedSql = `
WITH n AS (
  SELECT n, ('x' || substr(md5(n::text), 1, 8))::bit(32)::bigint::numeric / 4294967296 AS r1,
    ('x' || substr(md5(n::text), 9, 8))::bit(32)::bigint::numeric / 4294967296 AS r2,
    ('x' || substr(md5(n::text), 17, 8))::bit(32)::bigint::numeric / 4294967296 AS r3,
    ('x' || substr(md5(n::text), 25, 8))::bit(32)::bigint::numeric / 4294967296 AS r4
  FROM generate_series($1::bigint, $2::bigint) n
), drawn AS (
  SELECT n, r1, r2, r3, r4,
    ${pick(1, ["service_account", "stored_secret", "iam_user", "deploy_key", "assumable_role", "api_key", "personal_access_token", "app_installation", "webhook", "database_role", "ai_agent", "mcp_server"])} AS kind,
    ${pick(2, ["production", "staging", "unknown", "development", "test"])} AS environment,
    ${pick(3, ["active", "disabled", "expired", "unknown"])} AS status,
    ${pick(4, ["none", "inferred", "confirmed"])} AS owner_state,
    ${pick(2, ["read", "write", "high", "unknown", "admin"])} AS privilege,
    floor(power(r3, 1.5) * 100)::int AS score,
    $3::timestamptz - make_interval(days => floor(r4 * 1500)::int, secs => r2 * 86400) AS created,
    CASE WHEN r1 < 0.6 THEN 'known' WHEN r1 < 0.75 THEN 'never' ELSE 'unknown' END AS usage_state,
    $3::timestamptz - make_interval(days => floor(r3 * 600)::int, secs => r1 * 86400) AS used
  FROM n
)
INSERT INTO identity (id, source_id, external_id, stream, kind, detail, name, status, identity_class,
  environment, stage, container, facts, created_at_source, last_used_at, usage_state,
  last_rotated_at, privilege, content_hash, owner_id, owner_state, owner_hint, risk_score, risk_band,
  risk_confidence, open_findings, credential_count, rotation_state, first_seen_at, last_seen_at, missing_since)
SELECT ('00000000-0000-7000-8000-' || lpad(to_hex((hashint8(n)::bigint & 4294967295)), 8, '0') || lpad(to_hex(n % 65536), 4, '0'))::uuid,
  ($4::uuid[])[1 + (n % cardinality($4::uuid[]))], 'arn:seed:' || n, 'seed', kind, 'seed.' || kind,
  (ARRAY['billing','payments','search','deploy','etl','reporting','gateway','inference'])[1 + n % 8] || '-' || kind || '-' || n,
  status, CASE WHEN kind IN ('ai_agent','mcp_server') THEN 'ai_tool_token' WHEN kind IN ('api_key','stored_secret') AND r4 < 0.3 THEN 'ai_model_credential'
    WHEN kind IN ('app_installation') THEN 'third_party' WHEN kind IN ('assumable_role','deploy_key') THEN 'infrastructure' ELSE 'legacy_application' END,
  environment, 'unknown', 'acct-' || (n % 500),
  jsonb_build_object('createdAt', ${fact("true", "created", "iam:ListUsers")}, 'createdBy', '{"state":"unknown","reason":"not_offered"}'::jsonb,
    'lastUsedAt', ${fact("usage_state <> 'unknown'", "CASE WHEN usage_state = 'known' THEN used END", "iam:GetAccessKeyLastUsed")},
    'expiresAt', '{"state":"unknown","reason":"not_offered"}'::jsonb,
    'lastRotatedAt', ${fact("r2 < 0.5", "created", "iam:ListAccessKeys")},
    'privilege', CASE WHEN privilege = 'unknown' THEN '{"state":"unknown","reason":"permission_missing"}'::jsonb
      ELSE jsonb_build_object('state','known','value', jsonb_build_object('level', privilege, 'reasons', '[]'::jsonb), 'source', 'iam', 'observedAt', '2026-11-01T00:00:00Z') END),
  created, CASE WHEN usage_state = 'known' THEN used END, usage_state, CASE WHEN r2 < 0.5 THEN created END, privilege, 'seed',
  CASE WHEN owner_state = 'confirmed' THEN ($5::uuid[])[1 + (n % cardinality($5::uuid[]))] END, owner_state,
  CASE WHEN owner_state = 'inferred' THEN 'team-' || (n % 40) END, score,
  CASE WHEN score >= 80 THEN 'critical' WHEN score >= 60 THEN 'high' WHEN score >= 30 THEN 'medium' ELSE 'low' END,
  60 + floor(r1 * 40)::int, CASE WHEN score > 50 THEN floor(r4 * 4)::int ELSE 0 END, 1,
  CASE WHEN r2 >= 0.5 THEN 'unknown' WHEN r4 > 0.3 THEN 'over_policy' ELSE 'within_policy' END,
  $3, $3, CASE WHEN n % 97 = 0 THEN $3::timestamptz END
FROM drawn`;

/** Fills an empty database with `count` identities over `sources` sources and five people. */
export async function seedIdentities(
  count: number,
  options: { now: Date; sources?: number; batch?: number; onBatch?: (done: number) => void },
): Promise<SeededInventory> {
  const sourceIds = Array.from({ length: options.sources ?? 3 }, () => randomUUID());
  const personIds = Array.from({ length: 5 }, () => randomUUID());
  for (const [at, id] of sourceIds.entries()) {
    await sql(
      `INSERT INTO source (id, connector_id, name, config, created_at, updated_at)
       VALUES ($1, $2, $3, '{}', $4, $4)`,
      [id, ["aws", "github", "postgresql"][at % 3], `Source ${at + 1}`, options.now],
    );
  }
  for (const [at, id] of personIds.entries()) {
    await sql(
      `INSERT INTO person (id, email, name, role, created_at, updated_at)
       VALUES ($1, $2, $3, 'owner', $4, $4)`,
      [id, `person${at + 1}@example.com`, `Person ${at + 1}`, options.now],
    );
  }
  const batch = options.batch ?? 50_000;
  for (let from = 1; from <= count; from += batch) {
    const to = Math.min(count, from + batch - 1);
    await sql(seedSql, [from, to, options.now, sourceIds, personIds]);
    options.onBatch?.(to);
  }
  await refreshRollup(sourceIds, options.now);
  return { sourceIds, personIds };
}

/** Counts the inventory anew, as the sync does at the end of each run. */
export async function refreshRollup(sourceIds: readonly string[], now: Date): Promise<void> {
  for (const id of sourceIds) {
    await sql(forgetCountsSql, [id]);
    await sql(`${countingSql} SELECT`, [id, now]);
  }
}
