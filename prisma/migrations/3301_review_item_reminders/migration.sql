-- AlterTable
ALTER TABLE "review_item" ADD COLUMN     "reminded_until" TIMESTAMPTZ;
