-- AlterTable
ALTER TABLE "person" ADD COLUMN     "directory" TEXT,
ADD COLUMN     "external_id" TEXT,
ADD COLUMN     "manager_id" UUID,
ADD COLUMN     "title" TEXT,
ADD COLUMN     "user_name" TEXT;

-- CreateTable
CREATE TABLE "team" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "external_id" TEXT,
    "manager_id" UUID,
    "directory" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_membership" (
    "team_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "team_membership_pkey" PRIMARY KEY ("team_id","person_id")
);

-- CreateTable
CREATE TABLE "identity_ownership" (
    "identity_id" UUID NOT NULL,
    "backup_owner_id" UUID,
    "team_id" UUID,
    "purpose" TEXT,
    "vendor_name" TEXT,
    "vendor_ends_on" DATE,
    "changed_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "identity_ownership_pkey" PRIMARY KEY ("identity_id")
);

-- CreateTable
CREATE TABLE "owner_pattern" (
    "id" UUID NOT NULL,
    "pattern" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "owner_pattern_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leaver" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "because" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ NOT NULL,
    "closed_at" TIMESTAMPTZ,
    "outcome" TEXT,

    CONSTRAINT "leaver_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leaver_item" (
    "leaver_id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "ties" TEXT[],
    "decision" TEXT,
    "decided_at" TIMESTAMPTZ,
    "decided_by" TEXT,
    "note" TEXT,
    "case_id" UUID,

    CONSTRAINT "leaver_item_pkey" PRIMARY KEY ("leaver_id","identity_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "team_external_id_key" ON "team"("external_id");

-- CreateIndex
CREATE INDEX "team_membership_person_id_idx" ON "team_membership"("person_id");

-- CreateIndex
CREATE INDEX "identity_ownership_backup_owner_id_idx" ON "identity_ownership"("backup_owner_id");

-- CreateIndex
CREATE INDEX "identity_ownership_team_id_idx" ON "identity_ownership"("team_id");

-- CreateIndex
CREATE UNIQUE INDEX "owner_pattern_pattern_person_id_key" ON "owner_pattern"("pattern", "person_id");

-- CreateIndex
CREATE INDEX "leaver_closed_at_opened_at_idx" ON "leaver"("closed_at", "opened_at" DESC);

-- CreateIndex
CREATE INDEX "leaver_item_identity_id_idx" ON "leaver_item"("identity_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_external_id_key" ON "person"("external_id");

-- AddForeignKey
ALTER TABLE "team" ADD CONSTRAINT "team_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_membership" ADD CONSTRAINT "team_membership_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_membership" ADD CONSTRAINT "team_membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_ownership" ADD CONSTRAINT "identity_ownership_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_ownership" ADD CONSTRAINT "identity_ownership_backup_owner_id_fkey" FOREIGN KEY ("backup_owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_ownership" ADD CONSTRAINT "identity_ownership_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owner_pattern" ADD CONSTRAINT "owner_pattern_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leaver" ADD CONSTRAINT "leaver_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leaver_item" ADD CONSTRAINT "leaver_item_leaver_id_fkey" FOREIGN KEY ("leaver_id") REFERENCES "leaver"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leaver_item" ADD CONSTRAINT "leaver_item_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What the schema language cannot say.
CREATE UNIQUE INDEX "person_user_name_any_case" ON "person" (lower("user_name"));
CREATE UNIQUE INDEX "team_name_any_case" ON "team" (lower("name"));
-- What points to a person, whatever the case of the address.
CREATE INDEX "owner_candidate_any_case" ON "owner_candidate" (lower("candidate"));
-- A person leaves once at a time.
CREATE UNIQUE INDEX "leaver_one_open" ON "leaver" ("person_id") WHERE "closed_at" IS NULL;
ALTER TABLE "leaver_item" ADD CONSTRAINT "leaver_item_decision_known"
  CHECK ("decision" IN ('reassigned', 'offboarding', 'kept'));
