-- Never used tells something only of what is at least 90 days old. By the age that the counts know,
-- until the next scoring has counted every source again.
UPDATE "identity_rollup"
SET "usage_bucket" = CASE WHEN "age_bucket" IN ('90_365d', 'gt_365d') THEN 'never_90d' ELSE 'not_yet' END
WHERE "usage_bucket" = 'never';
UPDATE "source_figure" SET "is_stale" = true;
