import { reviewOverdue } from "@/lib/domain/policy/rules/nhi1-review-overdue";
import type { Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";

/** Has those of the items' identities judged again that were once found overdue: now they may not be. */
export async function judgeReviewed(tx: Tx, itemIds: readonly string[]): Promise<void> {
  const queued = await tx.$executeRawUnsafe(
    `INSERT INTO identity_scoring (identity_id, rescore_at)
     SELECT identity_id, clock_timestamp() FROM finding WHERE rule_id = $2 AND identity_id IN (
       SELECT identity_id FROM review_item WHERE id = ANY($1::uuid[]))
     ON CONFLICT (identity_id) DO UPDATE SET rescore_at = excluded.rescore_at, queued_by = NULL`,
    itemIds,
    reviewOverdue.id,
  );
  if (queued > 0)
    await enqueue(tx, "score-identities", { reason: "reviewed" }, { singletonKey: "review" });
}
