-- AlterTable
ALTER TABLE "identity_scoring" ADD COLUMN     "input_digest" TEXT;
-- No query looks for a value of it.
ALTER TABLE "identity_scoring" ALTER COLUMN "input_digest" SET STATISTICS 0;

-- CreateTable
CREATE TABLE "scoring_input" (
    "identity_id" UUID NOT NULL,
    "shape" INTEGER NOT NULL,
    "input" TEXT NOT NULL,

    CONSTRAINT "scoring_input_pkey" PRIMARY KEY ("identity_id")
);
ALTER TABLE "scoring_input" ALTER COLUMN "shape" SET STATISTICS 0;
ALTER TABLE "scoring_input" ALTER COLUMN "input" SET STATISTICS 0;

-- AddForeignKey
ALTER TABLE "scoring_input" ADD CONSTRAINT "scoring_input_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;
