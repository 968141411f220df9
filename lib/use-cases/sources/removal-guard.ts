const mostRemovals = 50;
const mostShare = 0.2;
/** Credentials, grants and trusts come and go with every rotation: only a landslide is unusual. */
const fewEntries = 10;
const mostEntryShare = 0.5;

/**
 * T12: a run that would remove more than a fifth of a source, or more than 50 identities, waits for
 * a person, unless an earlier run already missed the same ones.
 */
export function needsAgreement(found: { missing: number; agreed: number; live: number }): boolean {
  const news = found.missing - found.agreed;
  return news > mostRemovals || news > found.live * mostShare;
}

/** Whether so many entries of identities that stay would vanish that the live ones must be counted. */
export const mayBeLandslide = (missing: number): boolean => missing >= fewEntries;

/** A run that would remove more than half of a source's credentials, grants or trusts waits too. */
export const isLandslide = ({ missing, before }: { missing: number; before: number }): boolean =>
  mayBeLandslide(missing) && missing > before * mostEntryShare;
