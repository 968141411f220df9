import { dayMs, dayOf } from "../../days";
import { reviewedOf } from "../../risk/subject";
import { crosswalk } from "../crosswalk";
import { fail, isLive, isPrivileged, line, pass } from "../outcome";
import { defineRule } from "../rule";

export const reviewOverdue = defineRule({
  id: "nhi1-review-overdue",
  title: "Review overdue",
  severity: "low",
  remedy: "Start a review of it, so that its owner says whether it is still needed.",
  frameworks: crosswalk.review,
  appliesTo: isLive,
  evaluate(subject, now) {
    const { reviewDays } = subject.limits;
    const reviewed = reviewedOf(subject);
    const oldest = reviewed.reduce((old, one) => (one.review.atMs < old.review.atMs ? one : old));
    const { atMs, kept } = oldest.review;
    if (atMs + reviewDays * dayMs > now.getTime()) return pass;
    const since = new Date(atMs).toISOString();
    return fail({
      key: "review",
      evidence: kept
        ? `“${oldest.name}” was last kept in a review on ${dayOf(since)}; its policy asks every ${reviewDays} days`
        : `No review has kept “${oldest.name}” since Muster first saw it on ${dayOf(since)}; its policy asks every ${reviewDays} days`,
      facts: [
        line(kept ? "Last kept in a review" : "First seen by Muster", since),
        line("Policy", `${reviewDays} days`),
      ],
      ...(isPrivileged(subject) ? { severity: "medium" } : {}),
    });
  },
});
