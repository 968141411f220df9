import { sql } from "@/lib/infra/db";
import { logger } from "@/lib/infra/logger";
import { allConnectorEntries } from "../sources/connector-entries";
import { advanceCase } from "./advance-case";

const leaseSeconds = 120;
/** Cases of all sources under way at once in one worker. */
const mostLanes = 4;
/** So many cases of one source, then the others get their turn. */
const turn = 50;

const isDue = "next_at <= $1 AND (lease_until IS NULL OR lease_until < $1)";

interface DueSource {
  source_id: string | null;
  connector_id: string;
}

/** Sources with cases that are due, each as often as its provider takes calls at the same time. */
async function dueLanes(now: Date): Promise<DueSource["source_id"][]> {
  const due = await sql<DueSource & { [key: string]: unknown }>(
    `SELECT source_id, connector_id FROM offboarding_case WHERE ${isDue}
     GROUP BY 1, 2 ORDER BY min(next_at)`,
    [now],
  );
  const atOnce = new Map(
    allConnectorEntries().map(({ manifest }) => [manifest.id, manifest.actions?.atOnce ?? 1]),
  );
  return Array.from({ length: mostLanes }, (_, lane) =>
    due.flatMap(({ source_id, connector_id }) =>
      lane < (atOnce.get(connector_id) ?? 1) ? [source_id] : [],
    ),
  ).flat();
}

/** One due case of the source that nobody else holds. */
async function claimDue(sourceId: string | null, now: Date): Promise<string | null> {
  const [row] = await sql<{ id: string }>(
    `UPDATE offboarding_case SET lease_until = $1::timestamptz + make_interval(secs => $2)
     WHERE id = (SELECT id FROM offboarding_case
       WHERE source_id IS NOT DISTINCT FROM $3::uuid AND ${isDue}
       ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [now, leaseSeconds, sourceId],
  );
  return row?.id ?? null;
}

const release = (id: string): Promise<unknown> =>
  sql("UPDATE offboarding_case SET lease_until = NULL WHERE id = $1::uuid", [id]);

async function takeTurn(
  sourceId: string | null,
  clock: () => Date,
  stop: AbortSignal,
): Promise<number> {
  for (let moved = 0; moved < turn; moved += 1) {
    const id = stop.aborted ? null : await claimDue(sourceId, clock());
    if (id === null) return moved;
    try {
      await advanceCase(id, clock, stop);
    } catch (error) {
      // The lease stays: the case is looked at again when it ends, not in a tight loop.
      logger.error({ caseId: id, err: error }, "an offboarding case could not be advanced");
      continue;
    }
    await release(id);
  }
  return turn;
}

/**
 * Moves every case that is due as far as it goes, several at once where the provider takes that. A
 * case whose worker died is free again when its lease ends. Returns how many looks were taken.
 */
export async function advanceOffboarding(
  clock: () => Date,
  stop: AbortSignal = new AbortController().signal,
): Promise<number> {
  for (let moved = 0; ;) {
    const lanes = stop.aborted ? [] : await dueLanes(clock());
    if (lanes.length === 0) return moved;
    const waiting = lanes.values();
    const work = async (): Promise<void> => {
      for (const sourceId of waiting) {
        const looks = await takeTurn(sourceId, clock, stop);
        moved += looks;
      }
    };
    await Promise.all(Array.from({ length: mostLanes }, work));
  }
}
