-- AlterTable
ALTER TABLE "finding" ADD COLUMN     "exception_id" UUID;

-- CreateTable
CREATE TABLE "policy_version" (
    "number" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "author_id" UUID,
    "author" TEXT NOT NULL,
    "restored_from" INTEGER,
    "at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "policy_exception" (
    "id" UUID NOT NULL,
    "identity_id" UUID,
    "identity_name" TEXT NOT NULL,
    "source_name" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "finding_key" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "controls" TEXT[],
    "controls_note" TEXT,
    "checks" JSONB NOT NULL,
    "checked_at" TIMESTAMPTZ NOT NULL,
    "starts_at" TIMESTAMPTZ NOT NULL,
    "ends_at" TIMESTAMPTZ NOT NULL,
    "most_days" INTEGER NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "renewals" INTEGER NOT NULL DEFAULT 0,
    "previous_id" UUID,
    "requested_by_id" UUID,
    "requested_by" TEXT NOT NULL,
    "decided_by_id" UUID,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ,
    "decision" TEXT,
    "assurance" INTEGER,
    "automatic" BOOLEAN NOT NULL DEFAULT false,
    "next_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "state_at" TIMESTAMPTZ NOT NULL,
    "closed_at" TIMESTAMPTZ,

    CONSTRAINT "policy_exception_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "policy_exception_next_at_idx" ON "policy_exception"("next_at");

-- CreateIndex
CREATE INDEX "policy_exception_created_at_id_idx" ON "policy_exception"("created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "policy_exception_identity_id_rule_id_idx" ON "policy_exception"("identity_id", "rule_id");

-- CreateIndex
CREATE INDEX "finding_exception_id_idx" ON "finding"("exception_id");

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_exception_id_fkey" FOREIGN KEY ("exception_id") REFERENCES "policy_exception"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_exception" ADD CONSTRAINT "policy_exception_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_exception" ADD CONSTRAINT "policy_exception_previous_id_fkey" FOREIGN KEY ("previous_id") REFERENCES "policy_exception"("id") ON DELETE SET NULL ON UPDATE CASCADE;



ALTER TABLE finding DROP CONSTRAINT finding_state_known;
ALTER TABLE finding ADD CONSTRAINT finding_state_known CHECK (state IN ('open', 'excepted', 'resolved'));

ALTER TABLE policy_exception ADD CONSTRAINT policy_exception_state_known CHECK (state IN (
  'requested', 'approved', 'active', 'expiring', 'expired', 'renewed', 'rejected', 'withdrawn'));
ALTER TABLE policy_exception ADD CONSTRAINT policy_exception_ends CHECK (ends_at > starts_at);

-- One request and one exception in force at a time for the same finding or rule.
CREATE UNIQUE INDEX policy_exception_one_pending ON policy_exception (identity_id, rule_id, coalesce(finding_key, ''))
  WHERE state IN ('requested', 'approved');
CREATE UNIQUE INDEX policy_exception_one_active ON policy_exception (identity_id, rule_id, coalesce(finding_key, ''))
  WHERE state IN ('active', 'expiring');

-- A version that was in force is never rewritten: what was judged by it stays explainable.
CREATE FUNCTION refuse_policy_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A version of the policy cannot be changed or removed';
END $$;
CREATE TRIGGER policy_version_is_final BEFORE UPDATE OR DELETE ON policy_version
  FOR EACH ROW EXECUTE FUNCTION refuse_policy_change();
