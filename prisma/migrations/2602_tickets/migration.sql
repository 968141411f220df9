-- CreateTable
CREATE TABLE "ticket" (
    "id" UUID NOT NULL,
    "channel_id" UUID,
    "kind" TEXT NOT NULL,
    "tracker" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "lines" TEXT[],
    "link" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "external_id" TEXT,
    "key" TEXT,
    "url" TEXT,
    "words" TEXT,
    "answer" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ,
    "lease_until" TIMESTAMPTZ,
    "checked_at" TIMESTAMPTZ,
    "resolved_at" TIMESTAMPTZ,
    "created_by_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ticket_subject_type_subject_id_idx" ON "ticket"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "ticket_next_at_idx" ON "ticket"("next_at");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_channel_id_subject_type_subject_id_key" ON "ticket"("channel_id", "subject_type", "subject_id");

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "notice_channel"("id") ON DELETE SET NULL ON UPDATE CASCADE;



ALTER TABLE "ticket" ADD CONSTRAINT "ticket_state_known"
  CHECK (state IN ('creating', 'open', 'closed', 'failed'));
