-- AlterTable
ALTER TABLE "identity" ADD COLUMN     "attested_at" TIMESTAMPTZ,
ADD COLUMN     "attested_by" TEXT;

-- AlterTable
ALTER TABLE "credential" ADD COLUMN     "attested_at" TIMESTAMPTZ,
ADD COLUMN     "attested_by" TEXT;

-- CreateTable
CREATE TABLE "review_campaign" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reviewer" TEXT NOT NULL,
    "person_id" UUID,
    "two_people" TEXT NOT NULL,
    "overdue_default" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ NOT NULL,
    "remind_days" INTEGER[],
    "reminded_days" INTEGER,
    "items" INTEGER NOT NULL DEFAULT 0,
    "scope_size" INTEGER NOT NULL,
    "created_by_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "opened_at" TIMESTAMPTZ,
    "closed_at" TIMESTAMPTZ,
    "closed_by" TEXT,

    CONSTRAINT "review_campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_scope" (
    "campaign_id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,

    CONSTRAINT "review_scope_pkey" PRIMARY KEY ("campaign_id","identity_id")
);

-- CreateTable
CREATE TABLE "review_item" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "identity_id" UUID,
    "credential_id" UUID,
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "identity_name" TEXT NOT NULL,
    "source_name" TEXT NOT NULL,
    "risk" INTEGER NOT NULL,
    "evidence" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "owner_id" UUID,
    "owner_name" TEXT,
    "team_name" TEXT,
    "two_people" BOOLEAN NOT NULL,
    "line" UUID[],
    "position" INTEGER NOT NULL DEFAULT 0,
    "reviewer_id" UUID,
    "delegated_from" UUID,
    "assigned_at" TIMESTAMPTZ,
    "due_at" TIMESTAMPTZ,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "decision" TEXT,
    "reason" TEXT,
    "new_owner_id" UUID,
    "decided_by_id" UUID,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ,
    "first_by_id" UUID,
    "before" JSONB,
    "effect" TEXT NOT NULL DEFAULT 'none',
    "effect_note" TEXT,
    "case_id" UUID,
    "task_id" UUID,

    CONSTRAINT "review_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_decision" (
    "id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "decision" TEXT NOT NULL,
    "reason" TEXT,
    "person_id" UUID,
    "person_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "undone_at" TIMESTAMPTZ,

    CONSTRAINT "review_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_delegation" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "from_name" TEXT NOT NULL,
    "to_id" UUID NOT NULL,
    "to_name" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "items" INTEGER NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "review_delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_task" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "item_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "identity_id" UUID,
    "credential_id" UUID,
    "title" TEXT NOT NULL,
    "instructions" TEXT NOT NULL,
    "suggestion" JSONB,
    "assignee_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'open',
    "note" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "finished_by" TEXT,

    CONSTRAINT "review_task_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "review_campaign_created_at_id_idx" ON "review_campaign"("created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "review_item_campaign_id_risk_id_idx" ON "review_item"("campaign_id", "risk" DESC, "id");

-- CreateIndex
CREATE INDEX "review_item_campaign_id_reviewer_id_state_idx" ON "review_item"("campaign_id", "reviewer_id", "state");

-- CreateIndex
CREATE INDEX "review_item_reviewer_id_state_due_at_idx" ON "review_item"("reviewer_id", "state", "due_at");

-- CreateIndex
CREATE INDEX "review_item_identity_id_idx" ON "review_item"("identity_id");

-- CreateIndex
CREATE INDEX "review_item_credential_id_idx" ON "review_item"("credential_id");

-- CreateIndex
CREATE INDEX "review_decision_item_id_at_idx" ON "review_decision"("item_id", "at");

-- CreateIndex
CREATE INDEX "review_delegation_campaign_id_at_idx" ON "review_delegation"("campaign_id", "at");

-- CreateIndex
CREATE INDEX "review_task_state_assignee_id_created_at_idx" ON "review_task"("state", "assignee_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "review_task_item_id_kind_key" ON "review_task"("item_id", "kind");

-- AddForeignKey
ALTER TABLE "review_scope" ADD CONSTRAINT "review_scope_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "review_campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_item" ADD CONSTRAINT "review_item_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "review_campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_item" ADD CONSTRAINT "review_item_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_item" ADD CONSTRAINT "review_item_credential_id_fkey" FOREIGN KEY ("credential_id") REFERENCES "credential"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_decision" ADD CONSTRAINT "review_decision_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "review_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_delegation" ADD CONSTRAINT "review_delegation_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "review_campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;


ALTER TABLE "review_campaign" ADD CONSTRAINT "review_campaign_state_known"
  CHECK (state IN ('preparing', 'open', 'closed', 'cancelled'));
ALTER TABLE "review_item" ADD CONSTRAINT "review_item_state_known"
  CHECK (state IN ('waiting', 'seconding', 'decided', 'unanswered'));
-- Nothing is ever decided without a decision, and nobody's silence is one.
ALTER TABLE "review_item" ADD CONSTRAINT "review_item_decision_known" CHECK (
  (state = 'decided') = (decision IS NOT NULL AND decided_at IS NOT NULL)
  AND (decision IS NULL OR decision IN ('keep', 'change_owner', 'reduce_scope', 'rotate', 'remove')));

-- A job that wrote half of a campaign begins again without doubling it.
CREATE UNIQUE INDEX "review_item_once" ON "review_item"
  (campaign_id, identity_id, credential_id) NULLS NOT DISTINCT WHERE identity_id IS NOT NULL AND (credential_id IS NOT NULL OR subject = 'identity');
-- The worker's queues: whose time is over, and which decisions are still to be carried out.
CREATE INDEX "review_item_due" ON "review_item" (due_at) WHERE state IN ('waiting', 'seconding');
CREATE INDEX "review_item_effect" ON "review_item" (effect) WHERE effect IN ('pending', 'reverting');
