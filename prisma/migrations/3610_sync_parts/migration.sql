-- Parts of a stream that a run read to their end, such as repositories: what lies outside them may
-- be hidden by a gap, so it must not go missing.
CREATE TABLE "sync_part" (
    "run_id" UUID NOT NULL,
    "stream" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    CONSTRAINT "sync_part_pkey" PRIMARY KEY ("run_id", "stream", "part")
);
