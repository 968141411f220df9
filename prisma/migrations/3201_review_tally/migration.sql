-- CreateTable
CREATE TABLE "review_tally" (
    "campaign_id" UUID NOT NULL,
    "facet" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "hours" INTEGER NOT NULL DEFAULT 0,
    "waiting" INTEGER NOT NULL,
    "decided" INTEGER NOT NULL,
    "unanswered" INTEGER NOT NULL,
    "pending" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,

    CONSTRAINT "review_tally_pkey" PRIMARY KEY ("campaign_id","facet","key","hours")
);

-- AddForeignKey
ALTER TABLE "review_tally" ADD CONSTRAINT "review_tally_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "review_campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- DropIndex
DROP INDEX "review_item_campaign_id_reviewer_id_state_idx";

-- Who decides what together: only what is still open is looked for.
CREATE INDEX "review_item_alike" ON "review_item" (campaign_id, digest) WHERE state IN ('waiting', 'seconding');

-- Items that count alike, and how many there are of them (negative: fewer than before).
CREATE TYPE review_cell AS (
  campaign_id uuid, reviewer text, owner text, team text, state text, decision text, effect text, hours int, items bigint);

-- The time to an answer as it is shown: whole hours for two days, then whole days.
CREATE FUNCTION review_hours(asked timestamptz, answered timestamptz) RETURNS int LANGUAGE sql IMMUTABLE
RETURN CASE WHEN answered - asked < interval '1 hour' THEN 0
  WHEN answered - asked < interval '48 hours' THEN round(extract(epoch FROM answered - asked) / 3600)::int
  ELSE 24 * round(extract(epoch FROM answered - asked) / 86400)::int END;

-- Adds cells to the stored counts. One writer of a campaign at a time: two that count alike would
-- otherwise wait for each other in turns.
CREATE FUNCTION review_tally_add(cells review_cell[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(cells) = 0 THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(c.campaign_id::text, 3201))
  FROM (SELECT DISTINCT campaign_id FROM unnest(cells) ORDER BY 1) c;
  INSERT INTO review_tally AS t (campaign_id, facet, key, hours, waiting, decided, unanswered, pending, failed)
  SELECT c.campaign_id, v.facet, v.key, v.hours,
    coalesce(sum(c.items) FILTER (WHERE c.state IN ('waiting', 'seconding')), 0),
    coalesce(sum(c.items) FILTER (WHERE c.state = 'decided'), 0),
    coalesce(sum(c.items) FILTER (WHERE c.state = 'unanswered'), 0),
    coalesce(sum(c.items) FILTER (WHERE c.effect = 'pending'), 0),
    coalesce(sum(c.items) FILTER (WHERE c.effect = 'failed'), 0)
  FROM unnest(cells) c JOIN review_campaign k ON k.id = c.campaign_id
  CROSS JOIN LATERAL (VALUES ('reviewer', c.reviewer, 0), ('owner', c.owner, 0), ('team', c.team, 0),
    ('decision', c.decision, 0), ('hours', CASE WHEN c.hours IS NOT NULL THEN c.reviewer END, coalesce(c.hours, 0))
  ) v (facet, key, hours)
  WHERE v.key IS NOT NULL
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
  ON CONFLICT (campaign_id, facet, key, hours) DO UPDATE SET waiting = t.waiting + excluded.waiting,
    decided = t.decided + excluded.decided, unanswered = t.unanswered + excluded.unanswered,
    pending = t.pending + excluded.pending, failed = t.failed + excluded.failed;
END $$;

-- One for each kind of change: a statement sees only the rows that it has.
CREATE FUNCTION review_items_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM review_tally_add(ARRAY(SELECT ROW(campaign_id, coalesce(reviewer, ''), owner, coalesce(team, ''), state,
      decision, effect, hours, sum(one))::review_cell FROM (
      SELECT campaign_id, coalesce(decided_by_id, reviewer_id)::text AS reviewer, owner_id::text AS owner, team_name AS team,
      state, decision, effect, review_hours(assigned_at, decided_at) AS hours, 1 AS one FROM new_items) x
      GROUP BY campaign_id, reviewer, owner, team, state, decision, effect, hours HAVING sum(one) <> 0));
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM review_tally_add(ARRAY(SELECT ROW(campaign_id, coalesce(reviewer, ''), owner, coalesce(team, ''), state,
      decision, effect, hours, sum(one))::review_cell FROM (
      SELECT campaign_id, coalesce(decided_by_id, reviewer_id)::text AS reviewer, owner_id::text AS owner, team_name AS team,
      state, decision, effect, review_hours(assigned_at, decided_at) AS hours, -1 AS one FROM old_items) x
      GROUP BY campaign_id, reviewer, owner, team, state, decision, effect, hours HAVING sum(one) <> 0));
  ELSIF EXISTS (SELECT 1 FROM new_items) THEN
    PERFORM review_tally_add(ARRAY(SELECT ROW(campaign_id, coalesce(reviewer, ''), owner, coalesce(team, ''), state,
      decision, effect, hours, sum(one))::review_cell FROM (
      SELECT campaign_id, coalesce(decided_by_id, reviewer_id)::text AS reviewer, owner_id::text AS owner, team_name AS team,
      state, decision, effect, review_hours(assigned_at, decided_at) AS hours, 1 AS one FROM new_items
      UNION ALL SELECT campaign_id, coalesce(decided_by_id, reviewer_id)::text AS reviewer, owner_id::text AS owner, team_name AS team,
      state, decision, effect, review_hours(assigned_at, decided_at) AS hours, -1 AS one FROM old_items) x
      GROUP BY campaign_id, reviewer, owner, team, state, decision, effect, hours HAVING sum(one) <> 0));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER review_items_inserted AFTER INSERT ON review_item
  REFERENCING NEW TABLE AS new_items FOR EACH STATEMENT EXECUTE FUNCTION review_items_counted();
CREATE TRIGGER review_items_updated AFTER UPDATE ON review_item
  REFERENCING OLD TABLE AS old_items NEW TABLE AS new_items FOR EACH STATEMENT EXECUTE FUNCTION review_items_counted();
CREATE TRIGGER review_items_deleted AFTER DELETE ON review_item
  REFERENCING OLD TABLE AS old_items FOR EACH STATEMENT EXECUTE FUNCTION review_items_counted();

-- What was there before the counts were.
SELECT review_tally_add(ARRAY(SELECT ROW(campaign_id, coalesce(reviewer, ''), owner, coalesce(team, ''), state,
  decision, effect, hours, sum(one))::review_cell FROM (
  SELECT campaign_id, coalesce(decided_by_id, reviewer_id)::text AS reviewer, owner_id::text AS owner, team_name AS team,
      state, decision, effect, review_hours(assigned_at, decided_at) AS hours, 1 AS one FROM review_item) x
  GROUP BY campaign_id, reviewer, owner, team, state, decision, effect, hours));

-- Evidence is written once and read for one item at a time: the faster compression where the server has it.
DO $$
BEGIN
  ALTER TABLE review_item ALTER COLUMN evidence SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
  RAISE NOTICE 'This server compresses with pglz only';
END $$;
