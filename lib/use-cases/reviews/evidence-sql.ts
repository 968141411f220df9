import type { ScopeInput } from "./scope-sql";

/** How many lines of each kind an item keeps; the counts beside them say how many there were. */
const kept = 5;
const keptServices = 8;

/** The last use in the steps that matter for a decision. */
const usageBucket = `CASE WHEN f.used ->> 'state' IS DISTINCT FROM 'known' THEN 'unknown'
  WHEN f.used ->> 'value' IS NULL THEN 'never'
  WHEN (f.used ->> 'value')::timestamptz > $3::timestamptz - interval '30 days' THEN 'lt_30d'
  WHEN (f.used ->> 'value')::timestamptz > $3::timestamptz - interval '90 days' THEN '30_90d'
  ELSE 'gt_90d' END`;

const levels = "ARRAY['unknown','none','read','write','high','admin']";
const levelRank = `coalesce(array_position(${levels}, level), 1)`;
const verdicts = "ARRAY['open','weak','unknown','narrow']";
const severities = "ARRAY['critical','high','medium','low']";

/** The first lines of each identity, in order, as a list. */
const firstLines = (lines: string, most: number): string =>
  `coalesce(jsonb_agg(${lines} ORDER BY at) FILTER (WHERE at <= ${most}), '[]')`;

/**
 * What hangs on the identities of one batch (`$2`), gathered once for all of them: a row at a time,
 * the gathering alone would take longer than a campaign may.
 */
export const evidenceParts = `
  grants AS (
    SELECT identity_id, sum(grants)::int AS grants,
      ${firstLines("jsonb_build_object('service', service, 'level', level, 'grants', grants)", keptServices)} AS services
    FROM (SELECT identity_id, service, grants, (${levels})[rank] AS level,
        row_number() OVER (PARTITION BY identity_id ORDER BY rank DESC, service) AS at
      FROM (SELECT identity_id, service, count(*)::int AS grants, max(${levelRank}) AS rank FROM access_grant
        WHERE identity_id = ANY($2::uuid[]) AND missing_since IS NULL GROUP BY identity_id, service) g) r
    GROUP BY identity_id),
  trusts AS (
    SELECT identity_id, count(*)::int AS trusts,
      ${firstLines("jsonb_build_object('principal', principal, 'verdict', verdict)", kept)} AS principals
    FROM (SELECT identity_id, principal, verdict, row_number() OVER (
        PARTITION BY identity_id ORDER BY array_position(${verdicts}, verdict), principal) AS at
      FROM trust WHERE identity_id = ANY($2::uuid[]) AND missing_since IS NULL) t
    GROUP BY identity_id),
  twins AS (
    SELECT c.id, count(DISTINCT h.external_id)::int AS shared
    FROM credential c JOIN credential o ON o.fingerprint = c.fingerprint AND o.identity_id <> c.identity_id
      JOIN identity own ON own.id = c.identity_id
      JOIN identity h ON h.id = o.identity_id AND h.external_id <> own.external_id
    WHERE c.identity_id = ANY($2::uuid[]) AND o.missing_since IS NULL AND h.missing_since IS NULL GROUP BY c.id),
  risks AS (
    SELECT identity_id, count(*)::int AS findings, string_agg(rule_id, ',' ORDER BY rule_id) AS rules,
      ${firstLines("jsonb_build_object('severity', severity, 'title', title)", kept)} AS why
    FROM (SELECT identity_id, rule_id, severity, title, row_number() OVER (
        PARTITION BY identity_id ORDER BY array_position(${severities}, severity), title) AS at
      FROM finding WHERE identity_id = ANY($2::uuid[]) AND (state = 'open') IS TRUE) t
    GROUP BY identity_id),
  news AS (
    SELECT identity_id, since, count(*)::int AS changes,
      ${firstLines("jsonb_build_object('at', happened, 'summary', summary)", kept)} AS latest
    FROM (SELECT k.identity_id, k.since, e.at AS happened, e.summary, row_number() OVER (
        PARTITION BY k.identity_id, k.since ORDER BY e.at DESC) AS at
      FROM (SELECT identity_id, attested_at AS since FROM credential
          WHERE identity_id = ANY($2::uuid[]) AND attested_at IS NOT NULL
        UNION SELECT id, attested_at FROM identity WHERE id = ANY($2::uuid[]) AND attested_at IS NOT NULL) k
      JOIN identity_event e ON e.identity_id = k.identity_id AND e.at > k.since) t
    GROUP BY identity_id, since)`;

/** The parts beside the rows `i`, `c`, `s`, `w` of a batch, and what changed since it was last kept. */
export const evidenceJoins = `
  CROSS JOIN LATERAL (SELECT coalesce(c.facts, i.facts) AS facts, coalesce(c.facts, i.facts) -> 'lastUsedAt' AS used,
    coalesce(c.attested_at, CASE WHEN c.id IS NULL THEN i.attested_at END) AS since OFFSET 0) f
  LEFT JOIN grants reach ON reach.identity_id = i.id
  LEFT JOIN trusts used ON used.identity_id = i.id
  LEFT JOIN twins twin ON twin.id = c.id
  LEFT JOIN risks risk ON risk.identity_id = i.id
  LEFT JOIN news ON news.identity_id = i.id AND news.since = f.since`;

export const evidenceSql = `jsonb_build_object(
  'identity', jsonb_build_object('name', i.name, 'kind', i.kind, 'class', i.identity_class, 'environment', i.environment,
    'status', i.status, 'container', i.container, 'vendor', i.vendor, 'description', i.description),
  'credential', CASE WHEN c.id IS NULL THEN NULL ELSE jsonb_build_object('name', c.name, 'kind', c.kind,
    'status', c.status, 'scopes', to_jsonb(c.scopes), 'externalId', c.external_id) END,
  'source', jsonb_build_object('name', s.name, 'connectorId', s.connector_id),
  'facts', f.facts || jsonb_build_object('privilege', i.facts -> 'privilege'),
  'identityFacts', jsonb_build_object('lastUsedAt', i.facts -> 'lastUsedAt'),
  'privilege', i.privilege, 'reach', coalesce(reach.services, '[]'), 'grantCount', coalesce(reach.grants, 0),
  'usedBy', coalesce(used.principals, '[]'), 'usedByCount', coalesce(used.trusts, 0), 'sharedWith', coalesce(twin.shared, 0),
  'risk', jsonb_build_object('score', i.risk_score, 'band', i.risk_band, 'confidence', i.risk_confidence),
  'findings', coalesce(risk.why, '[]'), 'findingCount', coalesce(risk.findings, 0),
  'since', f.since, 'changes', coalesce(news.latest, '[]'), 'changeCount', coalesce(news.changes, 0))`;

/** Items of one digest look the same to whoever decides: then, and only then, one decision fits all. */
export const digestSql = `encode(sha256(convert_to(concat_ws('|', i.source_id, i.kind, i.detail, i.identity_class,
  i.environment, i.status, i.privilege, i.risk_band, i.rotation_state, c.kind, c.status,
  array_to_string(c.scopes, ','), ${usageBucket}, twin.shared IS NOT NULL, coalesce(risk.rules, ''), f.since IS NULL, i.owner_id), 'UTF8')), 'hex')`;

/** Whether two people must agree, as `needsSecondPerson` of the domain says for each row. */
export function twoPeopleSql(rule: ScopeInput["twoPeople"]): string {
  if (rule !== "privileged") return String(rule === "always");
  return "(i.privilege = 'admin' OR i.environment = 'production')";
}
