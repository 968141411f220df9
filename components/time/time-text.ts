const steps: readonly [limitSeconds: number, unitSeconds: number, unit: string][] = [
  [3_600, 60, "min"],
  [86_400, 3_600, "h"],
  [86_400 * 60, 86_400, "d"],
  [86_400 * 730, 86_400 * 30.44, "mo"],
  [Number.POSITIVE_INFINITY, 86_400 * 365.25, "y"],
];

/** How long ago an instant was, in one unit: `5 min ago`, `3 d ago`, `just now`, `in 2 h`. */
export function agoText(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1_000;
  const size = Math.abs(seconds);
  if (size < 60) return "just now";
  const step = steps.find(([limit]) => size < limit);
  const amount = step ? `${Math.floor(size / step[1])} ${step[2]}` : "";
  return seconds < 0 ? `in ${amount}` : `${amount} ago`;
}

/** The exact instant in UTC, with the zone: `2026-11-21 04:10 UTC`. */
export function exactTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** The same for every instant that a text holds: `Last used 2026-11-21 04:10 UTC`. */
export function withExactTimes(text: string): string {
  return text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*Z/g, exactTime);
}

/** A duration in its two largest units: `1 min 20 s`, `3 h 5 min`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
