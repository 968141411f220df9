-- AlterTable
ALTER TABLE "source" ADD COLUMN     "action_config" JSONB,
ADD COLUMN     "sealed_actions" TEXT;

-- CreateTable
CREATE TABLE "offboarding_case" (
    "id" UUID NOT NULL,
    "identity_id" UUID,
    "source_id" UUID,
    "source_name" TEXT NOT NULL,
    "connector_id" TEXT NOT NULL,
    "target" JSONB NOT NULL,
    "external_id" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "step" TEXT,
    "reason" TEXT NOT NULL,
    "requested_by_id" UUID,
    "requested_by" TEXT NOT NULL,
    "other_approver" BOOLEAN NOT NULL,
    "watch_days" INTEGER NOT NULL,
    "watch_until" TIMESTAMPTZ,
    "disabled_at" TIMESTAMPTZ,
    "plan" JSONB,
    "snapshot" JSONB,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "error" JSONB,
    "next_at" TIMESTAMPTZ,
    "lease_until" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "state_at" TIMESTAMPTZ NOT NULL,
    "closed_at" TIMESTAMPTZ,

    CONSTRAINT "offboarding_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offboarding_approval" (
    "case_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "person_name" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "reason" TEXT,
    "assurance_level" INTEGER NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "offboarding_approval_pkey" PRIMARY KEY ("case_id","person_id")
);

-- CreateTable
CREATE TABLE "offboarding_call" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "verb" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "calls" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "answer" TEXT,
    "started_at" TIMESTAMPTZ NOT NULL,
    "finished_at" TIMESTAMPTZ,

    CONSTRAINT "offboarding_call_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "offboarding_case_next_at_idx" ON "offboarding_case"("next_at");

-- CreateIndex
CREATE INDEX "offboarding_case_created_at_id_idx" ON "offboarding_case"("created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "offboarding_case_identity_id_idx" ON "offboarding_case"("identity_id");

-- CreateIndex
CREATE INDEX "offboarding_call_case_id_started_at_idx" ON "offboarding_call"("case_id", "started_at");

-- AddForeignKey
ALTER TABLE "offboarding_case" ADD CONSTRAINT "offboarding_case_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offboarding_case" ADD CONSTRAINT "offboarding_case_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offboarding_approval" ADD CONSTRAINT "offboarding_approval_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "offboarding_case"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offboarding_call" ADD CONSTRAINT "offboarding_call_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "offboarding_case"("id") ON DELETE CASCADE ON UPDATE CASCADE;


ALTER TABLE "offboarding_case" ADD CONSTRAINT "offboarding_case_state_known" CHECK (state IN (
  'requested', 'planned', 'approved', 'disabling', 'watching', 'deleting', 'deleted', 'verified',
  'undoing', 'undone', 'stuck', 'manual', 'reported', 'rejected', 'cancelled'));

-- One case of a target at a time.
CREATE UNIQUE INDEX "offboarding_case_one_open" ON "offboarding_case" (source_id, external_id)
  WHERE closed_at IS NULL;
