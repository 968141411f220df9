import { z } from "zod";

/** How fresh and whole the readings of one source are. */
export const sourceCoverage = z.object({
  /** When it was last read to the end. */
  lastCompleteAt: z.iso.datetime().nullable(),
  /** When it was last read, to the end or in part. */
  lastReadAt: z.iso.datetime().nullable(),
  /** Why the last sync failed; null when it did not. */
  failure: z.string().nullable(),
  /** Streams that were not read to their end, though they could be. */
  unread: z.array(
    z.object({ stream: z.string(), state: z.string(), because: z.string().nullable() }),
  ),
});
export type SourceCoverage = z.infer<typeof sourceCoverage>;
