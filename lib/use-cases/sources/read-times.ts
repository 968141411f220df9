import { sql } from "@/lib/infra/db";
import type { StreamCoverage } from "./coverage";

/** When what a source gave was last read again, and found as it is stored. */
export interface ReadTime {
  /** Its own stream was last read to its end; null where it never was. */
  stream: string | null;
  /** Every stream was, sightings of use among them. */
  all: string | null;
}
export type ReadTimes = (stream: string) => ReadTime;

const never: ReadTime = { stream: null, all: null };
const neverRead: ReadTimes = () => never;

/**
 * A row that a sync finds unchanged is not written again, so the time of its last reading is that of
 * its stream.
 */
export async function readTimesOf(sourceId: string): Promise<ReadTimes> {
  const [row] = await sql<{ coverage: StreamCoverage[] }>(
    "SELECT coverage FROM source WHERE id = $1::uuid",
    [sourceId],
  );
  if (!row || row.coverage.length === 0) return neverRead;
  const times = new Map(row.coverage.map((one) => [one.stream, one.lastCompleteAt]));
  const known = [...times.values()].filter((at) => at !== null);
  const all = known.length === times.size ? (known.toSorted()[0] ?? null) : null;
  return (stream) => ({ stream: times.get(stream) ?? null, all });
}
