/** What waits for one person, each counted up to `mostWaiting`. */
export interface WaitingWork {
  findings: number;
  reviews: number;
  offboarding: number;
  exceptions: number;
  sources: number;
  leavers: number;
}

/** Counting ends here: who has so much to do need not know how much more it is. */
export const mostWaiting = 1_000;
