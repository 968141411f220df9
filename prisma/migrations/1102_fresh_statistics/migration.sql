-- A first sync adds a million rows in minutes, long before autovacuum looks at the tables; without
-- statistics the planner would read all of them for every batch. The application's role may not
-- ANALYZE, so this does it, for the tables that have changed by more than a fifth.
CREATE FUNCTION muster_refresh_statistics() RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE name text;
BEGIN
  FOR name IN
    SELECT s.relname FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
    WHERE s.schemaname = 'public' AND s.relname IN ('identity', 'identity_scoring', 'credential',
        'access_grant', 'trust', 'owner_candidate', 'finding', 'sync_seen')
      AND s.n_mod_since_analyze > 1000 + 0.2 * greatest(c.reltuples, 0)
  LOOP
    EXECUTE format('ANALYZE %I', name);
  END LOOP;
END $$;
