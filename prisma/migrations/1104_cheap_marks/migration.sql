-- Rows that a run found unchanged: one line for each page, not for each row.
DROP TABLE sync_seen;
CREATE TABLE sync_seen (
  id bigserial PRIMARY KEY,
  run_id uuid NOT NULL,
  row_ids uuid[] NOT NULL
);
-- All marks of a run, to compare with and to empty.
CREATE INDEX sync_seen_run_idx ON sync_seen (run_id);

-- Nobody searches these by value, and collecting their statistics costs more than all other columns.
ALTER TABLE identity ALTER COLUMN facts SET STATISTICS 0, ALTER COLUMN attributes SET STATISTICS 0,
  ALTER COLUMN tags SET STATISTICS 0, ALTER COLUMN description SET STATISTICS 0,
  ALTER COLUMN content_hash SET STATISTICS 0, ALTER COLUMN url SET STATISTICS 0;
ALTER TABLE credential ALTER COLUMN facts SET STATISTICS 0, ALTER COLUMN attributes SET STATISTICS 0,
  ALTER COLUMN content_hash SET STATISTICS 0;
ALTER TABLE access_grant ALTER COLUMN content_hash SET STATISTICS 0;
ALTER TABLE trust ALTER COLUMN conditions SET STATISTICS 0, ALTER COLUMN content_hash SET STATISTICS 0;
ALTER TABLE finding ALTER COLUMN evidence SET STATISTICS 0, ALTER COLUMN remedy SET STATISTICS 0;
ALTER TABLE identity_scoring ALTER COLUMN verdicts SET STATISTICS 0;
