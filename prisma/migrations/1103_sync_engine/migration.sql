-- A source whose removal was asked for: nothing shows it any more, and a job deletes its rows.
ALTER TABLE source ADD COLUMN removed_at timestamptz, ADD COLUMN removal jsonb;

-- A cursor that the stream met before, to notice pages that go round in a circle (Brent's algorithm).
ALTER TABLE sync_stream ADD COLUMN mark text, ADD COLUMN mark_pages integer NOT NULL DEFAULT 0;

-- Which stream gave a candidate and when, so that one that a source stops giving can go.
ALTER TABLE owner_candidate ADD COLUMN stream text, ADD COLUMN last_seen_run uuid;
