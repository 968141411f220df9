-- When a run waits for its provider, nobody needs to look at it before this time.
ALTER TABLE sync_run ADD COLUMN not_before timestamptz;

-- Rows that a run found unchanged: far cheaper than rewriting them. Emptied when the run ends.
CREATE TABLE sync_seen (
  run_id uuid NOT NULL,
  row_id uuid NOT NULL,
  PRIMARY KEY (run_id, row_id)
);

-- Identities that a run did not find, kept until a person or a second run agrees.
CREATE TABLE sync_removal (
  run_id uuid NOT NULL REFERENCES sync_run (id) ON DELETE CASCADE,
  identity_id uuid NOT NULL REFERENCES identity (id) ON DELETE CASCADE,
  PRIMARY KEY (run_id, identity_id)
);
CREATE INDEX sync_removal_identity_idx ON sync_removal (identity_id);

-- One line per running worker, for the health page.
CREATE TABLE worker_heartbeat (
  id uuid PRIMARY KEY,
  host text NOT NULL,
  pid integer NOT NULL,
  started_at timestamptz NOT NULL,
  beat_at timestamptz NOT NULL
);

-- What is due for scoring, oldest first.
CREATE INDEX identity_rescore_idx ON identity (rescore_at, id) WHERE rescore_at IS NOT NULL;
