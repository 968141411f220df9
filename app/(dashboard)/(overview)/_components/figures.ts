import { numberText } from "@/lib/domain/counted";
export interface Figure {
  now: number;
  before: number | null;
  beforeDay: string | null;
  query: string;
}

export type Figures = Record<
  | "identities"
  | "atRisk"
  | "unowned"
  | "pastRotation"
  | "exposed"
  | "neverRotated"
  | "stale"
  | "ai",
  Figure
>;

/** `22 Oct`, or `22 Oct 2025` in another year. */
export function dayText(day: string, today: string): string {
  return new Date(`${day.slice(0, 10)}T00:00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" }),
    timeZone: "UTC",
  });
}

/** `+12 since 24 Oct`, or why no comparison can be made. */
export function changeText({ now, before, beforeDay }: Figure, today: string): string {
  if (before === null || beforeDay === null) return "No reading from a month ago";
  const day = dayText(beforeDay, today);
  if (now === before) return `Unchanged since ${day}`;
  return `${now > before ? "+" : "−"}${numberText(Math.abs(now - before))} since ${day}`;
}
