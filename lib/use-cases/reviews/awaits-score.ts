import { inTransaction } from "@/lib/infra/db";
import { enqueueOn } from "@/lib/infra/queue";

const patience = "10 minutes";

/**
 * Whether an identity changed and was not judged since: what would stand beside the question, such
 * as "No owner" of one that was given an owner a moment ago, is no longer so. A scoring that does
 * not get there in time holds nobody up for ever.
 */
export const awaitsScore = (identityId: string): string => `EXISTS (
  SELECT 1 FROM identity_scoring q WHERE q.identity_id = ${identityId} AND q.scored_at IS NOT NULL
    AND q.rescore_at <= clock_timestamp() AND q.rescore_at > clock_timestamp() - interval '${patience}')`;

/** Has what is awaited judged at once, and looks again soon after. */
export const hurryScore = (): Promise<void> =>
  inTransaction(async (client) => {
    const key = { singletonKey: "again" };
    await enqueueOn(client, "score-identities", { reason: "a review" }, key);
    await enqueueOn(client, "advance-reviews", {}, { ...key, startAfterSeconds: 2 });
  });
