-- A source that the statistics do not know has one row for the planner, however many it has. So they
-- are taken anew once thousands of identities were scored, where a hundredth of a table has changed;
-- otherwise, as before, where more than a fifth has.
DROP FUNCTION muster_refresh_statistics();
CREATE FUNCTION muster_refresh_statistics(share float8 DEFAULT 0.2) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE name text;
BEGIN
  FOR name IN
    SELECT s.relname FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
    WHERE s.schemaname = 'public' AND s.relname IN ('identity', 'identity_scoring', 'credential',
        'access_grant', 'trust', 'owner_candidate', 'finding', 'sync_seen')
      AND s.n_mod_since_analyze > 1000 + share * greatest(c.reltuples, 0)
  LOOP
    EXECUTE format('ANALYZE %I', name);
  END LOOP;
END $$;
