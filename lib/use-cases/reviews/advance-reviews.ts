import { carryOutDecisions } from "./carry-out";
import { collectEvents } from "./collect-events";
import { escalateOverdue } from "./escalate-overdue";
import { openDueSeries } from "./open-series";
import { prepareCampaigns } from "./prepare-campaign";
import { remindReviewers } from "./remind-reviewers";

/** Everything of reviews that happens by itself; each part may run twice without harm. */
export async function advanceReviews(
  now: Date,
  stop: AbortSignal = new AbortController().signal,
): Promise<number> {
  const begun = (await openDueSeries(now, stop)) + (await collectEvents(now, stop));
  const opened = begun + (await prepareCampaigns(now, stop));
  await remindReviewers(now);
  const escalated = await escalateOverdue(now, stop);
  return opened + escalated + (await carryOutDecisions(now, stop));
}
