-- How old secrets are, by class, in days: the overview's histogram reads it instead of the secrets.
CREATE TABLE secret_age_rollup (
  source_id UUID NOT NULL,
  identity_class TEXT NOT NULL,
  from_days INTEGER NOT NULL,
  past BOOLEAN NOT NULL,
  identities INTEGER NOT NULL,
  CONSTRAINT secret_age_rollup_pkey PRIMARY KEY (source_id, identity_class, from_days, past)
);
ALTER TABLE secret_age_rollup ADD CONSTRAINT secret_age_rollup_source_id_fkey
  FOREIGN KEY (source_id) REFERENCES source (id) ON DELETE CASCADE ON UPDATE CASCADE;

-- Filter exposed:yes and the overview's figure of the same name. Few rows are.
CREATE INDEX identity_exposed_idx ON identity (risk_score, id)
  WHERE missing_since IS NULL AND facts #>> '{exposure,value,public}' = 'true';

-- Filter of findings that came back.
CREATE INDEX finding_reopened_idx ON finding (severity, first_seen_at DESC, id)
  WHERE state = 'open' AND reopen_count > 0;
