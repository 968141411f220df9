-- What says of an identity what it is for, beyond its name: found by whole words, which a small index
-- holds, while any part of a name keeps its own. Null where there is none.
ALTER TABLE identity_search ADD COLUMN words tsvector;

-- Signs between words are told apart here, not by the parser, so that `payments-api` is two words on
-- both sides. Bounded, because a description and tags may be longer than such a list of words.
CREATE FUNCTION identity_search_words(description text, tags jsonb, labels text[])
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN description IS NULL AND tags = '{}' AND labels = '{}' THEN NULL
    ELSE to_tsvector('simple', regexp_replace(left(
      coalesce(description, '') || ' ' || tags::text || ' ' || labels::text, 20000),
      '[\x01-\x2F\x3A-\x40\x5B-\x60\x7B-\x7F]+', ' ', 'g')) END
$$;

CREATE OR REPLACE FUNCTION identity_search_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO identity_search (identity_id, body, words)
  SELECT id, identity_search_body(name, external_id, owner_hint, container),
    identity_search_words(description, tags, labels) FROM fresh
  ON CONFLICT (identity_id) DO UPDATE SET body = excluded.body, words = excluded.words;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION identity_search_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE identity_search
  SET body = identity_search_body(NEW.name, NEW.external_id, NEW.owner_hint, NEW.container),
    words = identity_search_words(NEW.description, NEW.tags, NEW.labels)
  WHERE identity_id = NEW.id;
  RETURN NULL;
END $$;
DROP TRIGGER identity_search_update ON identity;
CREATE TRIGGER identity_search_update AFTER UPDATE ON identity FOR EACH ROW
  WHEN ((OLD.name, OLD.external_id, OLD.owner_hint, OLD.container, OLD.description, OLD.tags, OLD.labels)
    IS DISTINCT FROM
    (NEW.name, NEW.external_id, NEW.owner_hint, NEW.container, NEW.description, NEW.tags, NEW.labels))
  EXECUTE FUNCTION identity_search_update();

UPDATE identity_search s SET words = identity_search_words(i.description, i.tags, i.labels)
FROM identity i WHERE i.id = s.identity_id
  AND (i.description IS NOT NULL OR i.tags <> '{}' OR i.labels <> '{}');

-- Serves: words in the description, tags and labels.
CREATE INDEX identity_search_words_idx ON identity_search USING gin (words) WHERE words IS NOT NULL;
