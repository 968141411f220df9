-- The inventory now asks for the identities that a rule could not be checked for. Few ways to answer
-- occur, so an entry costs next to nothing; how common each is decides how they are looked up.
ALTER TABLE "identity_scoring" ALTER COLUMN "answers" SET STATISTICS -1;

-- CreateIndex
CREATE INDEX "identity_scoring_answers_idx" ON "identity_scoring"("answers");
