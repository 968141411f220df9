-- CreateTable
CREATE TABLE "evidence_pack" (
    "id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" UUID,
    "title" TEXT NOT NULL,
    "range_from" DATE,
    "range_to" DATE,
    "state" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "done_rows" INTEGER NOT NULL DEFAULT 0,
    "total_rows" INTEGER,
    "error" TEXT,
    "requested_by_id" UUID,
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "digest" TEXT,
    "bytes" BIGINT,
    "key_id" TEXT,
    "swept_at" TIMESTAMPTZ,

    CONSTRAINT "evidence_pack_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_chunk" (
    "pack_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "evidence_chunk_pkey" PRIMARY KEY ("pack_id","attempt","n")
);

-- CreateTable
CREATE TABLE "audit_checkpoint" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "size" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "deliveries" JSONB NOT NULL,

    CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "evidence_pack_created_at_id_idx" ON "evidence_pack"("created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "evidence_pack_subject_subject_id_created_at_idx" ON "evidence_pack"("subject", "subject_id", "created_at");

-- CreateIndex
CREATE INDEX "audit_checkpoint_size_at_idx" ON "audit_checkpoint"("size", "at");

-- CreateIndex
CREATE INDEX "audit_checkpoint_at_idx" ON "audit_checkpoint"("at");

-- AddForeignKey
ALTER TABLE "evidence_chunk" ADD CONSTRAINT "evidence_chunk_pack_id_fkey" FOREIGN KEY ("pack_id") REFERENCES "evidence_pack"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "evidence_pack" ADD CONSTRAINT "evidence_pack_state_known"
  CHECK (state IN ('queued', 'running', 'done', 'failed'));
ALTER TABLE "evidence_pack" ADD CONSTRAINT "evidence_pack_done_is_whole"
  CHECK (state <> 'done' OR (digest IS NOT NULL AND bytes IS NOT NULL AND key_id IS NOT NULL));
