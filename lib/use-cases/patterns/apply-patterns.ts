import { ownerHintConfidence } from "@/lib/domain/access/access";

/**
 * Makes the person of each pattern a candidate of every live identity whose name it matches, among
 * those that are to be scored or, with `$2` true, among all. Rejected candidates stay rejected.
 */
export const applyPatternsSql = `
  INSERT INTO owner_candidate (id, identity_id, candidate, method, confidence, evidence, last_seen_at)
  SELECT DISTINCT ON (i.id, p.email) gen_random_uuid(), i.id, p.email, 'name_pattern',
    ${ownerHintConfidence.name_pattern}, 'Its name matches ' || o.pattern, $1::timestamptz
  FROM owner_pattern o JOIN person p ON p.id = o.person_id AND p.status = 'active'
  JOIN identity i ON i.missing_since IS NULL AND lower(i.name) LIKE
    replace(replace(regexp_replace(o.pattern, '([\\\\%_])', '\\\\\\1', 'g'), '*', '%'), '?', '_')
  WHERE $2::boolean OR EXISTS (SELECT 1 FROM identity_scoring q
    WHERE q.identity_id = i.id AND q.rescore_at <= $1::timestamptz)
  ORDER BY i.id, p.email, o.pattern
  ON CONFLICT (identity_id, candidate, method) DO UPDATE SET evidence = excluded.evidence
    WHERE owner_candidate.evidence <> excluded.evidence`;
