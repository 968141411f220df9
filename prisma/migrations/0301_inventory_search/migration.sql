-- Text search stands beside the inventory, in a table of its own: a rescoring rewrites every row of
-- `identity` but none of these, so it never pays for the trigram index.
CREATE TABLE identity_search (
  identity_id uuid PRIMARY KEY REFERENCES identity (id) ON DELETE CASCADE,
  body text NOT NULL
);
-- Serves: words in the name, id, owner hint and container, three characters or longer.
CREATE INDEX identity_search_body_idx ON identity_search USING gin (body gin_trgm_ops);

CREATE FUNCTION identity_search_body(name text, external_id text, owner_hint text, container text)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(name || ' ' || external_id || ' ' || coalesce(owner_hint, '') || ' ' || coalesce(container, ''))
$$;

CREATE FUNCTION identity_search_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO identity_search (identity_id, body)
  SELECT id, identity_search_body(name, external_id, owner_hint, container) FROM fresh
  ON CONFLICT (identity_id) DO UPDATE SET body = excluded.body;
  RETURN NULL;
END $$;
CREATE TRIGGER identity_search_insert AFTER INSERT ON identity
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION identity_search_insert();

CREATE FUNCTION identity_search_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE identity_search
  SET body = identity_search_body(NEW.name, NEW.external_id, NEW.owner_hint, NEW.container)
  WHERE identity_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER identity_search_update AFTER UPDATE ON identity FOR EACH ROW
  WHEN ((OLD.name, OLD.external_id, OLD.owner_hint, OLD.container)
    IS DISTINCT FROM (NEW.name, NEW.external_id, NEW.owner_hint, NEW.container))
  EXECUTE FUNCTION identity_search_update();

INSERT INTO identity_search (identity_id, body)
SELECT id, identity_search_body(name, external_id, owner_hint, container) FROM identity;

-- Serves: the owner filter by a candidate's name.
CREATE INDEX identity_owner_hint_idx ON identity (lower(owner_hint))
  WHERE missing_since IS NULL AND owner_hint IS NOT NULL;
