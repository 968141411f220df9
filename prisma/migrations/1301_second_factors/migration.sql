-- AlterTable
ALTER TABLE "session" DROP COLUMN "challenge";

-- CreateTable
CREATE TABLE "recovery_code" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ,

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "challenge" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "value_hash" TEXT NOT NULL,
    "bound_to" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ,

    CONSTRAINT "challenge_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "recovery_code_person_id_code_hash_key" ON "recovery_code"("person_id", "code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "challenge_value_hash_key" ON "challenge"("value_hash");

-- CreateIndex
CREATE INDEX "challenge_person_id_expires_at_idx" ON "challenge"("person_id", "expires_at");

-- AddForeignKey
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE challenge ADD CONSTRAINT challenge_purpose_known
  CHECK (purpose IN ('second-factor', 'passkey-sign-in', 'passkey-step-up', 'passkey-register'));
