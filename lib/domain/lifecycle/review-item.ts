import type { CampaignState, OverdueDefault, TwoPeopleRule } from "./campaign";
import { defineLifecycle } from "./lifecycle";

export const reviewItemStates = ["waiting", "seconding", "decided", "unanswered"] as const;
export type ReviewItemState = (typeof reviewItemStates)[number];
export type ReviewItemEvent =
  | "keep_once"
  | "decide"
  | "pass"
  | "undo"
  | "undo_second"
  | "undo_pass"
  | "leave_unanswered";

/**
 * One credential in one campaign. `seconding` was kept by its own owner and waits for a second
 * person; an item that nobody decided ends as `unanswered`, which never renews anything.
 */
export const reviewItemLifecycle = defineLifecycle<ReviewItemState, ReviewItemEvent>({
  name: "review item",
  initial: "waiting",
  table: {
    waiting: {
      keep_once: "seconding",
      decide: "decided",
      pass: "waiting",
      undo_pass: "waiting",
      leave_unanswered: "unanswered",
    },
    seconding: {
      decide: "decided",
      pass: "seconding",
      undo_pass: "seconding",
      undo: "waiting",
      leave_unanswered: "unanswered",
    },
    decided: { undo: "waiting", undo_second: "seconding" },
    unanswered: {},
  },
});

export const reviewDecisions = [
  "keep",
  "change_owner",
  "reduce_scope",
  "rotate",
  "remove",
  "do_not_know",
] as const;
export type ReviewDecision = (typeof reviewDecisions)[number];

/** Decisions that always say why; the others may. */
export const needsReason = (decision: ReviewDecision): boolean =>
  decision === "keep" || decision === "remove";

/** Whether a keep by the owner alone is not enough for this credential: where it is privileged or in production. */
export function needsSecondPerson(
  rule: TwoPeopleRule,
  { privilege, environment }: { privilege: string; environment: string },
): boolean {
  const isPrivileged = privilege === "admin" || environment === "production";
  return rule === "always" || (rule === "privileged" && isPrivileged);
}

/** What a decision does to an item, given who took it and whether two must agree. */
export function eventOf(
  decision: ReviewDecision,
  facts: { twoPeople: boolean; isOwner: boolean; state: ReviewItemState },
): ReviewItemEvent {
  if (decision === "do_not_know") return "pass";
  const isFirstOfTwo =
    decision === "keep" && facts.twoPeople && facts.isOwner && facts.state === "waiting";
  return isFirstOfTwo ? "keep_once" : "decide";
}

export interface Place {
  line: readonly string[];
  position: number;
}

/** The next rung of the ladder that is not `except`; past its end `reviewer` is null: the analysts. */
export function nextInLine(
  { line, position }: Place,
  except: string | null = null,
): { position: number; reviewer: string | null } {
  for (let next = position + 1; next < line.length; next += 1) {
    const reviewer = line[next];
    if (reviewer !== undefined && reviewer !== except) return { position: next, reviewer };
  }
  return { position: line.length, reviewer: null };
}

/** What takes an answer back, given the state that the answer left behind. */
export function undoEventOf(state: ReviewItemState, before: ReviewItemState): ReviewItemEvent {
  if (state === before) return "undo_pass";
  return before === "seconding" ? "undo_second" : "undo";
}

export type OverdueStep =
  | { do: "ask"; reviewer: string | null; position: number; again: boolean }
  | { do: "request_removal" };

/** Days that each further rung of the ladder has for its answer. */
export const escalationDays = 3;

/**
 * What happens to an item whose time is over: the next in line is asked; at the end of the line the
 * campaign's default applies, which is never "keep". `except` kept it already and cannot be second.
 */
export function overdueStep(
  place: Place,
  fallback: OverdueDefault,
  except: string | null = null,
): OverdueStep {
  const next = nextInLine(place, except);
  if (next.reviewer !== null) return { do: "ask", ...next, again: true };
  if (fallback === "request_removal") return { do: "request_removal" };
  const last = place.line.findLast((one) => one !== except) ?? null;
  const reviewer = fallback === "escalate" ? last : null;
  return { do: "ask", reviewer, position: place.line.length, again: false };
}

/** Whether a decision of this campaign may still be taken back. */
export const mayUndo = (campaign: CampaignState): boolean => campaign === "open";
