/**
 * A part of a whole in whole percent: `37 %`. What is nearly nothing or nearly all is never rounded
 * to it: `under 1 %`, `over 99 %`. There is no share of nothing: `none yet`.
 */
export function share(part: number, whole: number): string {
  if (whole === 0) return "none yet";
  const percent = (100 * part) / whole;
  if (percent > 0 && percent < 1) return "under 1 %";
  if (percent > 99 && percent < 100) return "over 99 %";
  return `${Math.round(percent)} %`;
}

/** The same at the start of a sentence: `Under 1 %`. */
export function shareFirst(part: number, whole: number): string {
  const text = share(part, whole);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
