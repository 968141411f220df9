export interface Figure {
  now: number | null;
  before: number | null;
  beforeDay: string | null;
}

export const figureKeys = [
  "identities",
  "atRisk",
  "unowned",
  "overRotation",
  "exposed",
  "neverRotated",
  "stale",
  "ai",
] as const;
export type Figures = Record<(typeof figureKeys)[number], Figure>;

export const listHref = (query: string) => `/identities?q=${encodeURIComponent(query)}`;
export const number = (value: number) => value.toLocaleString("en-GB");
export const percent = (part: number, whole: number) =>
  whole === 0 ? "0 %" : `${Math.round((100 * part) / whole)} %`;

/** `+12 since 24 Oct`, or why no comparison can be made. */
export function changeText({ now, before, beforeDay }: Figure): string {
  if (now === null) return "Not counted yet";
  if (before === null || beforeDay === null) return "No figure from a month ago yet";
  const day = new Date(`${beforeDay}T00:00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  if (now === before) return `Unchanged since ${day}`;
  return `${now > before ? "+" : "−"}${number(Math.abs(now - before))} since ${day}`;
}
