import { ownerHintConfidence } from "@/lib/domain/access/access";

/** The identities are told first: the planner knows nothing of how many names a pattern matches. */
const applySql = (identities: string): string => `
  INSERT INTO owner_candidate (id, identity_id, candidate, method, confidence, evidence, last_seen_at)
  SELECT DISTINCT ON (i.id, p.email) gen_random_uuid(), i.id, p.email, 'name_pattern',
    ${ownerHintConfidence.name_pattern}, 'Its name matches ' || o.pattern, $1::timestamptz
  FROM (SELECT i.id, lower(i.name) AS name FROM ${identities} AND i.missing_since IS NULL
    AND (SELECT EXISTS (SELECT FROM owner_pattern)) OFFSET 0) i
  JOIN owner_pattern o ON i.name LIKE
    replace(replace(regexp_replace(o.pattern, '([\\\\%_])', '\\\\\\1', 'g'), '*', '%'), '?', '_')
  JOIN person p ON p.id = o.person_id AND p.status = 'active'
  ORDER BY i.id, p.email, o.pattern
  ON CONFLICT (identity_id, candidate, method) DO UPDATE SET evidence = excluded.evidence
    WHERE owner_candidate.evidence <> excluded.evidence`;

/**
 * Makes the person of each pattern a candidate of every live identity whose name it matches.
 * Rejected candidates stay rejected.
 */
export const applyPatternsSql = applySql("identity i WHERE true");

/** The same for those alone that are to be scored until `$1`. */
export const applyPatternsToDueSql = applySql(
  "identity_scoring q JOIN identity i ON i.id = q.identity_id WHERE q.rescore_at <= $1::timestamptz",
);
