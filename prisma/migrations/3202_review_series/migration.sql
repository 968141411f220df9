-- AlterTable
ALTER TABLE "review_campaign" ADD COLUMN     "opening" INTEGER,
ADD COLUMN     "rolling" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "series_id" UUID;

-- AlterTable
ALTER TABLE "review_item" ADD COLUMN     "because" TEXT,
ADD COLUMN     "cause" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "review_series" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "repeats" TEXT NOT NULL,
    "view_id" UUID,
    "query" TEXT NOT NULL,
    "reviewer" TEXT NOT NULL,
    "person_id" UUID,
    "two_people" TEXT NOT NULL,
    "overdue_default" TEXT NOT NULL,
    "remind_days" INTEGER[],
    "due_after_ms" BIGINT NOT NULL,
    "triggers" TEXT[],
    "risk_line" TEXT,
    "anchor_at" TIMESTAMPTZ NOT NULL,
    "openings" INTEGER NOT NULL DEFAULT 1,
    "next_at" TIMESTAMPTZ,
    "seen_at" TIMESTAMPTZ NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "note" TEXT,
    "created_by_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "stopped_at" TIMESTAMPTZ,
    "stopped_by" TEXT,

    CONSTRAINT "review_series_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "review_series_state_next_at_idx" ON "review_series"("state", "next_at");

-- CreateIndex
CREATE UNIQUE INDEX "review_campaign_series_id_opening_key" ON "review_campaign"("series_id", "opening");

-- AddForeignKey
ALTER TABLE "review_campaign" ADD CONSTRAINT "review_campaign_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "review_series"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "review_series" ADD CONSTRAINT "review_series_known" CHECK (
  state IN ('active', 'stopped') AND repeats IN ('monthly', 'quarterly', 'on_event')
  AND (repeats = 'on_event') = (cardinality(triggers) > 0)
  AND (repeats = 'on_event' OR state = 'stopped') = (next_at IS NULL)
  AND ('risk' = ANY(triggers)) = (risk_line IS NOT NULL));

-- One item of a credential in a campaign, or in a rolling one for each event.
DROP INDEX "review_item_once";
CREATE UNIQUE INDEX "review_item_once" ON "review_item" (campaign_id, identity_id, credential_id, cause)
  NULLS NOT DISTINCT WHERE identity_id IS NOT NULL AND (credential_id IS NOT NULL OR subject = 'identity');

-- What reviews wait for: few of all events, so that the others pay nothing for it.
CREATE INDEX "identity_event_asked" ON "identity_event" (at) WHERE kind IN ('band_changed', 'owner_changed');
