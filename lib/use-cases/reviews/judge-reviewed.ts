import { reviewOverdue } from "@/lib/domain/policy/rules/nhi1-review-overdue";
import { Prisma, type Tx } from "@/lib/infra/db";
import { scoreAgain } from "../scoring/score-again";

/** Has those of the items' identities judged again that were once found overdue: now they may not be. */
export const judgeReviewed = (tx: Tx, itemIds: readonly string[]): Promise<void> =>
  scoreAgain(
    tx,
    Prisma.sql`SELECT identity_id FROM finding WHERE rule_id = ${reviewOverdue.id} AND identity_id IN (
      SELECT identity_id FROM review_item WHERE id = ANY(${itemIds}::uuid[]))`,
    "reviewed",
  );
