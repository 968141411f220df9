import type { OverdueDefault, ReviewerRule, TwoPeopleRule } from "@/lib/domain/lifecycle/campaign";
import type { Repetition, ReviewTrigger, RiskLine } from "@/lib/domain/lifecycle/recurrence";

export const reviewerWords: Record<ReviewerRule, string> = {
  owner: "The owner",
  backup: "The backup owner",
  manager: "The manager of the team",
  person: "A named person",
};
export const twoPeopleWords: Record<TwoPeopleRule, string> = {
  privileged: "For privileged and production credentials",
  always: "Always",
  never: "Never",
};
export const overdueWords: Record<OverdueDefault, string> = {
  ask_analysts: "The analysts are asked",
  escalate: "It stays with the named person",
  request_removal: "Its removal is requested",
};
export const repeatWords: Record<Repetition, string> = {
  never: "Once",
  monthly: "Every month",
  quarterly: "Every three months",
  on_event: "Whenever something happens",
};
export const riskLineWords: Record<RiskLine, string> = {
  medium: "Medium or above",
  high: "High or above",
  critical: "Critical",
};
export const happenedWords: Record<ReviewTrigger, string> = {
  risk: "Its risk rises above a line",
  owner: "It gets another owner",
  exposure: "It is found exposed",
};

/** Each option with its words, in their order, as a list to choose from. */
export const choicesOf = <Value extends string>(
  words: Record<Value, string>,
): { value: Value; label: string }[] =>
  (Object.keys(words) as Value[]).map((value) => ({ value, label: words[value] }));
