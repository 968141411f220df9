import type { ReviewCard } from "@/lib/domain/lifecycle/review-card";
import type { CampaignState } from "@/lib/domain/lifecycle/campaign";
import type { Calendar, ReviewTrigger, RiskLine } from "@/lib/domain/lifecycle/recurrence";
import type { ReviewDecision, ReviewItemState } from "@/lib/domain/lifecycle/review-item";

export const decisionWords: Record<ReviewDecision, string> = {
  keep: "Keep",
  change_owner: "Change owner",
  reduce_scope: "Reduce scope",
  rotate: "Rotate",
  remove: "Remove",
  do_not_know: "Not sure",
};

/** What follows from each answer, before it is given. */
export const followsWords: Record<ReviewDecision, string> = {
  keep: "Its attestation is renewed under your name.",
  change_owner: "That person becomes its confirmed owner.",
  reduce_scope: "A task opens with what could be taken away. Nothing changes at the provider yet.",
  rotate: "A task opens to replace it. Nothing changes at the provider yet.",
  remove: "An offboarding case opens. Nothing is switched off before it is approved.",
  do_not_know: "The next person in line is asked.",
};

export const itemStateWords: Record<ReviewItemState, string> = {
  waiting: "Waiting",
  seconding: "Waits for a second person",
  decided: "Decided",
  unanswered: "Not answered",
};

export const campaignStateWords: Record<CampaignState, { label: string; tone: string }> = {
  preparing: { label: "Being prepared", tone: "working" },
  open: { label: "Open", tone: "waiting" },
  closed: { label: "Closed", tone: "good" },
  cancelled: { label: "Cancelled", tone: "quiet" },
};

const triggerWords: Record<ReviewTrigger, string> = {
  risk: "a risk rises",
  owner: "an owner changes",
  exposure: "something is found exposed",
};

/** How often a review opens by itself, or what it waits for. */
export function seriesWords(series: {
  repeats: Calendar | "on_event";
  triggers: readonly ReviewTrigger[];
  riskLine: RiskLine | null;
}): string {
  if (series.repeats === "monthly") return "Every month";
  if (series.repeats === "quarterly") return "Every three months";
  const line = series.riskLine ? ` to ${series.riskLine}` : "";
  return `When ${series.triggers
    .map((trigger) => (trigger === "risk" ? triggerWords.risk + line : triggerWords[trigger]))
    .join(" or ")}`;
}

export const plain = (code: string): string => {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What it reaches and how far; a provider's asterisk is said in words. */
export const reachText = (reach: ReviewCard["reach"]): string =>
  reach
    .map(({ service, level }) => `${service === "*" ? "every service" : service} (${level})`)
    .join(", ");
