import type { RiskBand } from "../risk/risk";

/** When a review opens again by itself. `on_event` adds an item for each thing that happens. */
export const repetitions = ["never", "monthly", "quarterly", "on_event"] as const;
export type Repetition = (typeof repetitions)[number];

/** What an event-driven review asks about. */
export const reviewTriggers = ["risk", "owner", "exposure"] as const;
export type ReviewTrigger = (typeof reviewTriggers)[number];

/** The bands at which a risk that rose is asked about, the lowest first. */
export const riskLines = ["medium", "high", "critical"] as const satisfies readonly RiskBand[];
export type RiskLine = (typeof riskLines)[number];

const order: readonly RiskBand[] = ["low", "medium", "high", "critical"];

/** The bands at and above a line. */
export const bandsFrom = (line: RiskLine): RiskBand[] => order.slice(order.indexOf(line));

/** The bands below a line. A risk that was unknown before rose to wherever it is now. */
export const bandsBelow = (line: RiskLine): RiskBand[] => [
  "unknown",
  ...order.slice(0, order.indexOf(line)),
];

const monthsOf = { monthly: 1, quarterly: 3 } as const;
export type Calendar = keyof typeof monthsOf;

/** The first moment of a month, `months` after that of `from`, in UTC. */
const monthOf = (from: Date, months: number, day: number): Date =>
  new Date(
    Date.UTC(
      from.getUTCFullYear(),
      from.getUTCMonth() + months,
      day,
      from.getUTCHours(),
      from.getUTCMinutes(),
      from.getUTCSeconds(),
      from.getUTCMilliseconds(),
    ),
  );

/**
 * The nth opening after the first: the same day and time of its month in UTC, or the last day of a
 * month that is shorter. Counted from the first, so that the 31st does not turn into the 28th for good.
 */
export function openingAt(first: Date, repeats: Calendar, nth: number): Date {
  const months = nth * monthsOf[repeats];
  const lastDay = monthOf(first, months + 1, 0).getUTCDate();
  return monthOf(first, months, Math.min(first.getUTCDate(), lastDay));
}

/**
 * Which opening comes next after `now`, and when. Openings that nobody was there for are not made
 * up: one review of today asks the same as three at once would.
 */
export function nextOpening(
  first: Date,
  repeats: Calendar,
  opened: number,
  now: Date,
): { nth: number; at: Date } {
  let nth = opened;
  while (openingAt(first, repeats, nth) <= now) nth += 1;
  return { nth, at: openingAt(first, repeats, nth) };
}
