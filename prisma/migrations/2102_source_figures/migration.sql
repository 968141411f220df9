-- What the sources page says of one source. A source without a row is counted while somebody looks.
CREATE TABLE source_figure (
  source_id UUID NOT NULL,
  identities INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  credentials INTEGER NOT NULL,
  open_findings INTEGER NOT NULL,
  is_stale BOOLEAN NOT NULL DEFAULT false,
  CONSTRAINT source_figure_pkey PRIMARY KEY (source_id)
);
ALTER TABLE source_figure ADD CONSTRAINT source_figure_source_id_fkey
  FOREIGN KEY (source_id) REFERENCES source (id) ON DELETE CASCADE ON UPDATE CASCADE;
