-- CreateTable
CREATE TABLE "offboarding_proof" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "sealed_content_key" TEXT NOT NULL,
    "attached_by" TEXT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "offboarding_proof_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "offboarding_proof_case_id_sha256_key" ON "offboarding_proof"("case_id", "sha256");

-- AddForeignKey
ALTER TABLE "offboarding_proof" ADD CONSTRAINT "offboarding_proof_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "offboarding_case"("id") ON DELETE CASCADE ON UPDATE CASCADE;
