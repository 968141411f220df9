-- What a person decided over the classification, and what the source's own data say underneath.
CREATE TABLE identity_override (
  identity_id uuid PRIMARY KEY REFERENCES identity (id) ON DELETE CASCADE ON UPDATE CASCADE,
  -- Null leaves the source's word.
  identity_class text,
  environment text,
  listed_class text NOT NULL,
  listed_environment text NOT NULL,
  reason text NOT NULL,
  person_name text NOT NULL,
  at timestamptz NOT NULL
);
