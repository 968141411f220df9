import { defineLifecycle } from "./lifecycle";

export const campaignStates = ["preparing", "open", "closed", "cancelled"] as const;
export type CampaignState = (typeof campaignStates)[number];
export type CampaignEvent = "open" | "close" | "cancel";

/**
 * A review of a frozen scope. `preparing` writes an item for each credential; only an open campaign
 * takes decisions; a closed one never changes again.
 */
export const campaignLifecycle = defineLifecycle<CampaignState, CampaignEvent>({
  name: "campaign",
  initial: "preparing",
  table: {
    preparing: { open: "open", cancel: "cancelled" },
    open: { close: "closed", cancel: "cancelled" },
    closed: {},
    cancelled: {},
  },
});

/** Who is asked first. What follows on the ladder is asked next. */
export const reviewerRules = ["owner", "backup", "manager", "person"] as const;
export type ReviewerRule = (typeof reviewerRules)[number];

/** What becomes of an item that nobody of its ladder answered in time. Never "keep". */
export const overdueDefaults = ["ask_analysts", "escalate", "request_removal"] as const;
export type OverdueDefault = (typeof overdueDefaults)[number];

/** Whose keep of their own credential needs a second person. */
export const twoPeopleRules = ["privileged", "always", "never"] as const;
export type TwoPeopleRule = (typeof twoPeopleRules)[number];

/** Most items that one reviewer is asked for without a warning in the preview. */
export const manyItems = 200;

export interface PeopleAround {
  owner: string | null;
  backup: string | null;
  manager: string | null;
  /** The person whom the campaign names. */
  person: string | null;
}

/**
 * The ladder of an item: the reviewer that the rule names, then everybody above, each once. After
 * its end come the analysts.
 */
export function lineOf(rule: ReviewerRule, people: PeopleAround): string[] {
  const { owner, backup, manager, person } = people;
  const ladder: Record<ReviewerRule, (string | null)[]> = {
    owner: [owner, backup, manager, person],
    backup: [backup, manager, person],
    manager: [manager, person],
    person: [person],
  };
  return [...new Set(ladder[rule].filter((one) => one !== null))];
}
