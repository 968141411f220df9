const mostRemovals = 50;
const mostShare = 0.2;

/**
 * T12: a run that would remove more than a fifth of a source, or more than 50 identities, waits for
 * a person, unless an earlier run already missed the same ones.
 */
export function needsAgreement(found: { missing: number; agreed: number; live: number }): boolean {
  const news = found.missing - found.agreed;
  return news > mostRemovals || news > found.live * mostShare;
}
