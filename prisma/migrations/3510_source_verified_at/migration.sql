-- When the provider last said who Muster is there; null before the first answer.
ALTER TABLE "source" ADD COLUMN "verified_at" TIMESTAMPTZ;
