-- CreateTable
CREATE TABLE "notice_channel" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "person_id" UUID,
    "config" JSONB NOT NULL,
    "sealed_secrets" TEXT,
    "events" TEXT[],
    "state" TEXT NOT NULL,
    "because" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ,
    "not_before" TIMESTAMPTZ,
    "delivered_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "notice_channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "dedupe_key" TEXT,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT,
    "link" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "lines" TEXT[],
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_delivery" (
    "id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,
    "channel_id" UUID,
    "channel_kind" TEXT NOT NULL,
    "channel_name" TEXT NOT NULL,
    "person_id" UUID,
    "recipient" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ,
    "lease_until" TIMESTAMPTZ,
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ,
    "delivered_at" TIMESTAMPTZ,
    "bundle_id" UUID,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "notice_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_preference" (
    "person_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "mode" TEXT NOT NULL,

    CONSTRAINT "notice_preference_pkey" PRIMARY KEY ("person_id","channel_id","event")
);

-- CreateTable
CREATE TABLE "notice_schedule" (
    "person_id" UUID NOT NULL,
    "time_zone" TEXT NOT NULL,
    "quiet_from" INTEGER,
    "quiet_to" INTEGER,
    "digest_at" INTEGER NOT NULL,

    CONSTRAINT "notice_schedule_pkey" PRIMARY KEY ("person_id")
);

-- CreateIndex
CREATE INDEX "notice_channel_person_id_idx" ON "notice_channel"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_dedupe_key_key" ON "notice"("dedupe_key");

-- CreateIndex
CREATE INDEX "notice_delivery_channel_id_state_next_at_idx" ON "notice_delivery"("channel_id", "state", "next_at");

-- CreateIndex
CREATE INDEX "notice_delivery_created_at_id_idx" ON "notice_delivery"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "notice_delivery_notice_id_idx" ON "notice_delivery"("notice_id");

-- CreateIndex
CREATE INDEX "notice_delivery_person_id_idx" ON "notice_delivery"("person_id");

-- CreateIndex
CREATE INDEX "notice_preference_channel_id_idx" ON "notice_preference"("channel_id");

-- AddForeignKey
ALTER TABLE "notice_channel" ADD CONSTRAINT "notice_channel_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_delivery" ADD CONSTRAINT "notice_delivery_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_delivery" ADD CONSTRAINT "notice_delivery_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "notice_channel"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_delivery" ADD CONSTRAINT "notice_delivery_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_preference" ADD CONSTRAINT "notice_preference_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_preference" ADD CONSTRAINT "notice_preference_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "notice_channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_schedule" ADD CONSTRAINT "notice_schedule_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;



ALTER TABLE "notice_channel" ADD CONSTRAINT "notice_channel_state_known"
  CHECK (state IN ('active', 'paused', 'disabled'));
ALTER TABLE "notice_delivery" ADD CONSTRAINT "notice_delivery_state_known" CHECK (state IN (
  'collecting', 'bundled', 'waiting', 'sending', 'delivered', 'failed', 'dropped'));

-- One mail server for the installation.
CREATE UNIQUE INDEX "notice_channel_one_mail" ON "notice_channel" (kind)
  WHERE kind = 'mail' AND person_id IS NULL;

-- What the worker looks at every time; settled lines are not in it.
CREATE INDEX "notice_delivery_open" ON "notice_delivery" (channel_id, next_at)
  WHERE state IN ('collecting', 'waiting', 'sending');
