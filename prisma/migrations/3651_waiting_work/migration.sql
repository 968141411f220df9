-- The menu counts what waits for the person who looks, on each page: only what is open is looked for.
CREATE INDEX "offboarding_case_open" ON "offboarding_case" (state) WHERE closed_at IS NULL;
CREATE INDEX "policy_exception_waiting" ON "policy_exception" (state) WHERE state IN ('requested', 'expiring');
CREATE INDEX "sync_run_held" ON "sync_run" (source_id) WHERE state = 'waiting_for_person';
