/** Milliseconds of 24 hours. */
export const dayMs = 86_400_000;

/** The day of a time in UTC, `2025-03-12`: dates stay true while a page is open, day counts do not. */
export const dayOf = (at: Date | string): string =>
  (typeof at === "string" ? at : at.toISOString()).slice(0, 10);
