-- AlterTable
ALTER TABLE "identity_scoring" ADD COLUMN     "answers" TEXT;
-- No query looks for a value of it.
ALTER TABLE "identity_scoring" ALTER COLUMN "answers" SET STATISTICS 0;

-- CreateTable
CREATE TABLE "rule_answers" (
    "digest" TEXT NOT NULL,
    "failed" TEXT[],
    "unknown" TEXT[],
    "passed" TEXT[],

    CONSTRAINT "rule_answers_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "rule_figure" (
    "source_id" UUID NOT NULL,
    "rule_id" TEXT NOT NULL,
    "failed" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "passed" INTEGER NOT NULL,

    CONSTRAINT "rule_figure_pkey" PRIMARY KEY ("source_id","rule_id")
);

-- AddForeignKey
ALTER TABLE "rule_figure" ADD CONSTRAINT "rule_figure_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The next scoring looks at every identity once, and so learns how the rules answered.
UPDATE "setting" SET "value" = "value" || '{"version": 0}' WHERE "name" = 'scoring.sweep';
