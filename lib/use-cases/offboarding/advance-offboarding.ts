import { sql } from "@/lib/infra/db";
import { logger } from "@/lib/infra/logger";
import { advanceCase } from "./advance-case";

const leaseSeconds = 120;

/** One due case that no other worker holds. */
async function claimDue(now: Date): Promise<string | null> {
  const [row] = await sql<{ id: string }>(
    `UPDATE offboarding_case SET lease_until = $1::timestamptz + make_interval(secs => $2)
     WHERE id = (SELECT id FROM offboarding_case
       WHERE next_at <= $1 AND (lease_until IS NULL OR lease_until < $1)
       ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [now, leaseSeconds],
  );
  return row?.id ?? null;
}

const release = (id: string): Promise<unknown> =>
  sql("UPDATE offboarding_case SET lease_until = NULL WHERE id = $1::uuid", [id]);

/**
 * Moves every case that is due as far as it goes. A case whose worker died is free again when its
 * lease ends. Returns how many looks were taken.
 */
export async function advanceOffboarding(
  clock: () => Date,
  stop: AbortSignal = new AbortController().signal,
): Promise<number> {
  for (let moved = 0; ; moved += 1) {
    const id = stop.aborted ? null : await claimDue(clock());
    if (id === null) return moved;
    try {
      await advanceCase(id, clock, stop);
    } catch (error) {
      // The lease stays: the case is looked at again when it ends, not in a tight loop.
      logger.error({ caseId: id, error }, "an offboarding case could not be advanced");
      continue;
    }
    await release(id);
  }
}
