-- Two rare filters at once: the index of the first answers the second from its own entries, without
-- a visit to the row. No further index, so writers renew as many as before.
DROP INDEX identity_source_risk_idx;
DROP INDEX identity_kind_risk_idx;
DROP INDEX identity_class_risk_idx;
CREATE INDEX identity_source_risk_idx ON identity (source_id, risk_score, id)
  INCLUDE (kind, environment, privilege, status) WHERE missing_since IS NULL;
CREATE INDEX identity_kind_risk_idx ON identity (kind, risk_score, id)
  INCLUDE (environment, privilege, status) WHERE missing_since IS NULL;
CREATE INDEX identity_class_risk_idx ON identity (identity_class, risk_score, id)
  INCLUDE (environment, privilege, status) WHERE missing_since IS NULL;
