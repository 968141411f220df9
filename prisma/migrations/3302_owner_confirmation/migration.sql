-- AlterTable
ALTER TABLE "offboarding_approval" DROP CONSTRAINT "offboarding_approval_pkey",
ADD CONSTRAINT "offboarding_approval_pkey" PRIMARY KEY ("case_id", "person_id", "decision");

-- AlterTable
ALTER TABLE "offboarding_call" ADD COLUMN     "snapshot" JSONB;

-- What cannot be switched off first waits for its owner before it is deleted.
ALTER TABLE "offboarding_case" DROP CONSTRAINT "offboarding_case_state_known";
ALTER TABLE "offboarding_case" ADD CONSTRAINT "offboarding_case_state_known" CHECK (
  (kind = 'offboarding' AND state IN (
    'requested', 'planned', 'approved', 'confirming', 'disabling', 'watching', 'deleting', 'deleted',
    'verified', 'undoing', 'undone', 'stuck', 'manual', 'reported', 'rejected', 'cancelled'))
  OR (kind = 'rotation' AND state IN (
    'requested', 'planned', 'approved', 'creating', 'delivering', 'delivered', 'overlapping',
    'replacing', 'disabling_old', 'watching', 'deleting_old', 'deleted', 'undoing', 'destroying',
    'completed', 'undone', 'failed', 'stuck', 'dangling', 'manual', 'reported', 'rejected',
    'cancelled')));
