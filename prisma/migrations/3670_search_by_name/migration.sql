-- The name to sort by stands beside the words to search in: thousands of matches by name then need no
-- look at the inventory itself. `lower(name)`, as the order by name of `identity`.
ALTER TABLE identity_search ADD COLUMN sort_name text COLLATE "C";
UPDATE identity_search s SET sort_name = lower(i.name) FROM identity i WHERE i.id = s.identity_id;
ALTER TABLE identity_search ALTER COLUMN sort_name SET NOT NULL;

CREATE OR REPLACE FUNCTION identity_search_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO identity_search (identity_id, body, words, sort_name)
  SELECT id, identity_search_body(name, external_id, owner_hint, container),
    identity_search_words(description, tags, labels), lower(name) FROM fresh
  ON CONFLICT (identity_id) DO UPDATE
    SET body = excluded.body, words = excluded.words, sort_name = excluded.sort_name;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION identity_search_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE identity_search
  SET body = identity_search_body(NEW.name, NEW.external_id, NEW.owner_hint, NEW.container),
    words = identity_search_words(NEW.description, NEW.tags, NEW.labels), sort_name = lower(NEW.name)
  WHERE identity_id = NEW.id;
  RETURN NULL;
END $$;
