-- The findings page counts by state, severity, rule and source: over a million findings that takes
-- seconds, over these rows a moment.
-- CreateTable
CREATE TABLE "finding_rollup" (
    "id" BIGSERIAL NOT NULL,
    "source_id" UUID NOT NULL,
    "rule_id" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reopened" BOOLEAN NOT NULL,
    "findings" INTEGER NOT NULL,

    CONSTRAINT "finding_rollup_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "finding_rollup_source_id_idx" ON "finding_rollup"("source_id");

-- AddForeignKey
ALTER TABLE "finding_rollup" ADD CONSTRAINT "finding_rollup_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The oldest finding of a rule is now the first entry of an index.
DROP INDEX "finding_rule_id_state_idx";
CREATE INDEX "finding_rule_id_state_severity_first_seen_at_idx" ON "finding"("rule_id", "state", "severity", "first_seen_at");

-- Books what a statement did to findings as differences, which `foldFindings` adds up: two writers
-- of one source never wait for each other. Findings are deleted only with their source, whose
-- counts go with it. Each statement brings a chunk of findings: reading all identities to learn
-- their sources would cost more than the statement.
CREATE FUNCTION findings_counted() RETURNS trigger LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO finding_rollup (source_id, rule_id, severity, state, reopened, findings)
    SELECT i.source_id, f.rule_id, f.severity, f.state, f.state = 'open' AND f.reopen_count > 0, count(*)
    FROM new_findings f JOIN identity i ON i.id = f.identity_id GROUP BY 1, 2, 3, 4, 5;
  ELSIF EXISTS (SELECT 1 FROM new_findings) THEN
    INSERT INTO finding_rollup (source_id, rule_id, severity, state, reopened, findings)
    SELECT i.source_id, f.rule_id, f.severity, f.state, f.state = 'open' AND f.reopen_count > 0, sum(f.one)
    FROM (SELECT identity_id, rule_id, severity, state, reopen_count, 1 AS one FROM new_findings
      UNION ALL SELECT identity_id, rule_id, severity, state, reopen_count, -1 FROM old_findings) f
    JOIN identity i ON i.id = f.identity_id GROUP BY 1, 2, 3, 4, 5 HAVING sum(f.one) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER findings_inserted AFTER INSERT ON finding
  REFERENCING NEW TABLE AS new_findings FOR EACH STATEMENT EXECUTE FUNCTION findings_counted();
CREATE TRIGGER findings_updated AFTER UPDATE ON finding
  REFERENCING OLD TABLE AS old_findings NEW TABLE AS new_findings FOR EACH STATEMENT EXECUTE FUNCTION findings_counted();

-- What was there before the counts were.
INSERT INTO finding_rollup (source_id, rule_id, severity, state, reopened, findings)
SELECT i.source_id, f.rule_id, f.severity, f.state, f.state = 'open' AND f.reopen_count > 0, count(*)
FROM finding f JOIN identity i ON i.id = f.identity_id GROUP BY 1, 2, 3, 4, 5;
