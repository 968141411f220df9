import type { ScopeInput } from "./scope-sql";

/** How many lines of each kind an item keeps; the counts beside them say how many there were. */
const kept = 5;
const keptServices = 8;

/** The last use in the steps that matter for a decision. */
const usageBucket = `CASE WHEN f.facts #>> '{lastUsedAt,state}' IS DISTINCT FROM 'known' THEN 'unknown'
  WHEN f.facts #>> '{lastUsedAt,value}' IS NULL THEN 'never'
  WHEN (f.facts #>> '{lastUsedAt,value}')::timestamptz > $3::timestamptz - interval '30 days' THEN 'lt_30d'
  WHEN (f.facts #>> '{lastUsedAt,value}')::timestamptz > $3::timestamptz - interval '90 days' THEN '30_90d'
  ELSE 'gt_90d' END`;

/**
 * What each item keeps of the day it was written. `IS TRUE` keeps the planner off the index of all open
 * findings where the table is young. Works on rows `i`, `c`, `s`, `w` of one batch.
 */
export const evidenceLaterals = `
  CROSS JOIN LATERAL (SELECT coalesce(c.facts, i.facts) AS facts,
    coalesce(c.attested_at, CASE WHEN c.id IS NULL THEN i.attested_at END) AS since) f
  CROSS JOIN LATERAL (SELECT coalesce(jsonb_agg(jsonb_build_object('service', service, 'level', level, 'grants', grants)
      ORDER BY rank DESC, service) FILTER (WHERE at <= ${keptServices}), '[]') AS services,
      coalesce(sum(grants), 0)::int AS grants
    FROM (SELECT service, grants, rank, (ARRAY['unknown','none','read','write','high','admin'])[rank] AS level,
        row_number() OVER (ORDER BY rank DESC, service) AS at
      FROM (SELECT service, count(*)::int AS grants,
          max(coalesce(array_position(ARRAY['unknown','none','read','write','high','admin'], level), 1)) AS rank
        FROM access_grant WHERE identity_id = i.id AND missing_since IS NULL GROUP BY service) g) r) reach
  CROSS JOIN LATERAL (SELECT count(*)::int AS trusts,
      coalesce(jsonb_agg(jsonb_build_object('principal', principal, 'verdict', verdict) ORDER BY at) FILTER (WHERE at <= ${kept}), '[]') AS principals
    FROM (SELECT principal, verdict, row_number() OVER (
        ORDER BY array_position(ARRAY['open','weak','unknown','narrow'], verdict), principal) AS at
      FROM trust WHERE identity_id = i.id AND missing_since IS NULL) t) used
  CROSS JOIN LATERAL (SELECT count(DISTINCT o.identity_id)::int AS shared FROM credential o
    WHERE o.fingerprint = c.fingerprint AND o.identity_id <> i.id AND o.missing_since IS NULL) twin
  CROSS JOIN LATERAL (SELECT count(*)::int AS findings, coalesce(string_agg(rule_id, ',' ORDER BY rule_id), '') AS rules,
      coalesce(jsonb_agg(jsonb_build_object('severity', severity, 'title', title) ORDER BY at) FILTER (WHERE at <= ${kept}), '[]') AS why
    FROM (SELECT rule_id, severity, title, row_number() OVER (
        ORDER BY array_position(ARRAY['critical','high','medium','low'], severity), title) AS at
      FROM finding WHERE identity_id = i.id AND (state = 'open') IS TRUE) t) risk
  CROSS JOIN LATERAL (SELECT count(*)::int AS changes,
      coalesce(jsonb_agg(jsonb_build_object('at', happened, 'summary', summary) ORDER BY at) FILTER (WHERE at <= ${kept}), '[]') AS latest
    FROM (SELECT at AS happened, summary, row_number() OVER (ORDER BY at DESC) AS at
      FROM identity_event WHERE f.since IS NOT NULL AND identity_id = i.id AND at > f.since) t) news`;

export const evidenceSql = `jsonb_build_object(
  'identity', jsonb_build_object('name', i.name, 'kind', i.kind, 'class', i.identity_class, 'environment', i.environment,
    'status', i.status, 'container', i.container, 'vendor', i.vendor, 'description', i.description),
  'credential', CASE WHEN c.id IS NULL THEN NULL ELSE jsonb_build_object('name', c.name, 'kind', c.kind,
    'status', c.status, 'scopes', to_jsonb(c.scopes), 'externalId', c.external_id) END,
  'source', jsonb_build_object('name', s.name, 'connectorId', s.connector_id),
  'facts', f.facts || jsonb_build_object('privilege', i.facts -> 'privilege'),
  'identityFacts', jsonb_build_object('lastUsedAt', i.facts -> 'lastUsedAt'),
  'privilege', i.privilege, 'reach', reach.services, 'grantCount', reach.grants,
  'usedBy', used.principals, 'usedByCount', used.trusts, 'sharedWith', twin.shared,
  'risk', jsonb_build_object('score', i.risk_score, 'band', i.risk_band, 'confidence', i.risk_confidence),
  'findings', risk.why, 'findingCount', risk.findings,
  'since', f.since, 'changes', news.latest, 'changeCount', news.changes)`;

/** Items of one digest look the same to whoever decides: then, and only then, one decision fits all. */
export const digestSql = `encode(sha256(convert_to(concat_ws('|', i.source_id, i.kind, i.detail, i.identity_class,
  i.environment, i.status, i.privilege, i.risk_band, i.rotation_state, c.kind, c.status,
  array_to_string(c.scopes, ','), ${usageBucket}, twin.shared > 0, risk.rules, f.since IS NULL, i.owner_id), 'UTF8')), 'hex')`;

/** Whether two people must agree, as `needsSecondPerson` of the domain says for each row. */
export function twoPeopleSql(rule: ScopeInput["twoPeople"]): string {
  if (rule !== "privileged") return String(rule === "always");
  return "(i.privilege = 'admin' OR i.environment = 'production')";
}
