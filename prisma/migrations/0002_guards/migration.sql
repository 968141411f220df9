-- What the schema language cannot say: text search, constraints, the append-only audit log, the
-- application's own role.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS pgcrypto;

ALTER TABLE person ADD CONSTRAINT person_role_known
  CHECK (role IN ('admin', 'analyst', 'owner', 'manager', 'auditor'));
ALTER TABLE person ADD CONSTRAINT person_status_known CHECK (status IN ('active', 'disabled'));
ALTER TABLE sync_run ADD CONSTRAINT sync_run_state_known CHECK (
  state IN ('queued', 'running', 'waiting_for_person', 'succeeded', 'partial', 'failed', 'cancelled'));
ALTER TABLE finding ADD CONSTRAINT finding_state_known CHECK (state IN ('open', 'resolved'));

-- At most one run of a source is under way.
CREATE UNIQUE INDEX sync_run_one_live ON sync_run (source_id)
  WHERE state IN ('queued', 'running', 'waiting_for_person');

-- The audit log: appended, never changed, whoever asks.
CREATE FUNCTION audit_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION audit_event_is_append_only();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();

-- The role the application works as. Where the server lets us create none, the triggers still hold.
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'muster_app') THEN
    CREATE ROLE muster_app NOLOGIN;
  END IF;
  EXECUTE format('GRANT muster_app TO %I', current_user);
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'No right to create the role muster_app; going on without it';
END $$;

CREATE FUNCTION muster_enter_app_role() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'muster_app')
     AND pg_has_role(current_user, 'muster_app', 'MEMBER') THEN
    PERFORM set_config('role', 'muster_app', false);
  END IF;
END $$;

-- Run after every migration, so that new tables are covered.
CREATE PROCEDURE muster_grant_app_role() LANGUAGE plpgsql AS $$
DECLARE space text;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'muster_app') THEN RETURN; END IF;
  FOR space IN SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'pgboss') LOOP
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO muster_app', space);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO muster_app', space);
    EXECUTE format('GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA %I TO muster_app', space);
    EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %I TO muster_app', space);
  END LOOP;
  REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM muster_app;
  REVOKE ALL ON _prisma_migrations FROM muster_app;
  GRANT SELECT ON _prisma_migrations TO muster_app;
END $$;
