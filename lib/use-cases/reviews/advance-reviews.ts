import { carryOutDecisions } from "./carry-out";
import { escalateOverdue } from "./escalate-overdue";
import { prepareCampaigns } from "./prepare-campaign";
import { remindReviewers } from "./remind-reviewers";

/** Everything of reviews that happens by itself; each part may run twice without harm. */
export async function advanceReviews(
  now: Date,
  stop: AbortSignal = new AbortController().signal,
): Promise<number> {
  const opened = await prepareCampaigns(now, stop);
  await remindReviewers(now);
  const escalated = await escalateOverdue(now, stop);
  return opened + escalated + (await carryOutDecisions(now, stop));
}
