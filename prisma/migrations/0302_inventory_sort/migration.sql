-- One index per way of sorting the inventory; each serves both directions, forwards and backwards.
-- Equality first, then the sort column, then the id that breaks ties for the keyset cursor.

-- The default: all, riskiest first; any unselective filter walks it.
CREATE INDEX identity_risk_idx ON identity (risk_score, id) WHERE missing_since IS NULL;
-- One source, riskiest first; also the source's live rows for the rollup.
CREATE INDEX identity_source_risk_idx ON identity (source_id, risk_score, id) WHERE missing_since IS NULL;
-- One kind, riskiest first.
CREATE INDEX identity_kind_risk_idx ON identity (kind, risk_score, id) WHERE missing_since IS NULL;
-- One class (the page "AI and agents"), riskiest first.
CREATE INDEX identity_class_risk_idx ON identity (identity_class, risk_score, id) WHERE missing_since IS NULL;
-- An owner's own list, and the filter owner:.
CREATE INDEX identity_owner_risk_idx ON identity (owner_id, risk_score, id)
  WHERE missing_since IS NULL AND owner_id IS NOT NULL;
-- Sorted by name; two-letter searches for the beginning of a name.
CREATE INDEX identity_name_idx ON identity (lower(name) COLLATE "C", id) WHERE missing_since IS NULL;
-- Sorted by age; filter age:.
CREATE INDEX identity_created_idx ON identity (created_at_source, id) WHERE missing_since IS NULL;
-- Sorted by last use; filter last-used:.
CREATE INDEX identity_last_used_idx ON identity (last_used_at, id) WHERE missing_since IS NULL;
-- Sorted by last rotation.
CREATE INDEX identity_last_rotated_idx ON identity (last_rotated_at, id) WHERE missing_since IS NULL;
-- Sorted by open findings.
CREATE INDEX identity_findings_idx ON identity (open_findings, id) WHERE missing_since IS NULL;
-- Sorted by privilege, whose words do not sort as they rank.
CREATE INDEX identity_privilege_idx ON identity ((CASE privilege WHEN 'none' THEN 0 WHEN 'read' THEN 1
  WHEN 'write' THEN 2 WHEN 'high' THEN 3 WHEN 'admin' THEN 4 END), id) WHERE missing_since IS NULL;
-- Filter label:. Most rows carry none.
CREATE INDEX identity_labels_idx ON identity USING gin (labels) WHERE labels <> '{}';
-- Filter is:missing.
CREATE INDEX identity_missing_idx ON identity (risk_score, id) WHERE missing_since IS NOT NULL;
