-- Two rare filters sorted by age or by last use: the index of the first filter holds the second and
-- the order too, so that only the rows of the page are visited. Both columns are in an index of
-- their own already, so no write renews more than before.
DROP INDEX identity_source_risk_idx;
DROP INDEX identity_kind_risk_idx;
DROP INDEX identity_class_risk_idx;
CREATE INDEX identity_source_risk_idx ON identity (source_id, risk_score, id)
  INCLUDE (kind, environment, privilege, status, created_at_source, last_used_at) WHERE missing_since IS NULL;
CREATE INDEX identity_kind_risk_idx ON identity (kind, risk_score, id)
  INCLUDE (environment, privilege, status, created_at_source, last_used_at) WHERE missing_since IS NULL;
CREATE INDEX identity_class_risk_idx ON identity (identity_class, risk_score, id)
  INCLUDE (environment, privilege, status, created_at_source, last_used_at) WHERE missing_since IS NULL;
