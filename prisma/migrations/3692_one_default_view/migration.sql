-- Two views made the default at the same moment could both stay it: the one changed last is meant.
UPDATE saved_view v SET is_default = false
WHERE v.is_default AND EXISTS (
  SELECT 1 FROM saved_view o
  WHERE o.person_id = v.person_id AND o.page = v.page AND o.is_default
    AND (o.updated_at, o.id) > (v.updated_at, v.id));

CREATE UNIQUE INDEX saved_view_default_key ON saved_view (person_id, page) WHERE is_default;
