-- AlterTable
ALTER TABLE "offboarding_case" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'offboarding';

-- CreateTable
CREATE TABLE "rotation" (
    "id" UUID NOT NULL,
    "destination" JSONB NOT NULL,
    "overlap_hours" INTEGER,
    "existing" JSONB,
    "made" JSONB,
    "sealed_secret" TEXT,
    "secret_until" TIMESTAMPTZ,
    "delivered_at" TIMESTAMPTZ,
    "quiet_until" TIMESTAMPTZ,
    "last_used_at" JSONB,

    CONSTRAINT "rotation_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "rotation" ADD CONSTRAINT "rotation_id_fkey" FOREIGN KEY ("id") REFERENCES "offboarding_case"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "offboarding_case" DROP CONSTRAINT "offboarding_case_state_known";
ALTER TABLE "offboarding_case" ADD CONSTRAINT "offboarding_case_state_known" CHECK (
  (kind = 'offboarding' AND state IN (
    'requested', 'planned', 'approved', 'disabling', 'watching', 'deleting', 'deleted',
    'verified', 'undoing', 'undone', 'stuck', 'manual', 'reported', 'rejected', 'cancelled'))
  OR (kind = 'rotation' AND state IN (
    'requested', 'planned', 'approved', 'creating', 'delivering', 'delivered', 'overlapping',
    'replacing', 'disabling_old', 'watching', 'deleting_old', 'deleted', 'undoing', 'destroying',
    'completed', 'undone', 'failed', 'stuck', 'dangling', 'manual', 'reported', 'rejected',
    'cancelled')));
