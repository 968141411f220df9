-- When an identity is due stands beside it: `identity` has an index for every way of sorting it, and
-- a write of a due time would renew them all.
CREATE TABLE identity_scoring (
  identity_id uuid PRIMARY KEY REFERENCES identity (id) ON DELETE CASCADE ON UPDATE CASCADE,
  rescore_at timestamptz,
  scored_at timestamptz,
  verdicts text,
  queued_by uuid
);
INSERT INTO identity_scoring (identity_id, rescore_at, scored_at)
SELECT id, rescore_at, scored_at FROM identity;

-- What is due for scoring, oldest first.
CREATE INDEX identity_scoring_due_idx ON identity_scoring (rescore_at, identity_id)
  WHERE rescore_at IS NOT NULL;

-- The breakdown is computed when somebody looks: the score is a pure function of stored facts.
DROP INDEX identity_rescore_idx;
ALTER TABLE identity DROP COLUMN rescore_at, DROP COLUMN scored_at, DROP COLUMN risk_version,
  DROP COLUMN risk_breakdown;
DELETE FROM setting WHERE name = 'scoring.policy-version';
