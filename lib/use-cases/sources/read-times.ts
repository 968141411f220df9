import type { Fact } from "@/lib/domain/evidence";
import { sql } from "@/lib/infra/db";
import type { StreamCoverage } from "./coverage";

/** When what a source gave was last read again, and found as it is stored. */
export interface ReadTime {
  /** Its own stream was last read to its end; null where it never was. */
  stream: string | null;
  /** Every stream was that can be, sightings of use among them; null while one was not. */
  all: string | null;
}
export type ReadTimes = (stream: string) => ReadTime;

/** A known fact with the time when it was last read and found as it is, where that is later. */
export function asLastRead<Told extends Fact<unknown>>(fact: Told, readAt: string | null): Told {
  const isLater = fact.state === "known" && readAt !== null && readAt > fact.observedAt;
  return isLater ? { ...fact, observedAt: readAt } : fact;
}

const coverageOf = async (sourceId: string): Promise<StreamCoverage[]> => {
  const text = "SELECT coverage FROM source WHERE id = $1::uuid";
  const [row] = await sql<{ coverage: StreamCoverage[] }>(text, [sourceId]);
  return row?.coverage ?? [];
};

/** What its provider or plan has never told in full has no end that it could be read to. */
const isReadable = ({ state, lastCompleteAt }: StreamCoverage): boolean =>
  state !== "limited" || lastCompleteAt !== null;

function allReadAt(coverage: readonly StreamCoverage[]): string | null {
  const readable = coverage.filter(isReadable);
  const known = readable.flatMap(({ lastCompleteAt }) => lastCompleteAt ?? []);
  return known.length === readable.length ? (known.toSorted()[0] ?? null) : null;
}

/** When all that can be read of a source was last read, sightings of use among it. */
export const useReadAt = async (sourceId: string): Promise<string | null> =>
  allReadAt(await coverageOf(sourceId));

/**
 * A row that a sync finds unchanged is not written again, so the time of its last reading is that of
 * its stream.
 */
export async function readTimesOf(sourceId: string): Promise<ReadTimes> {
  const coverage = await coverageOf(sourceId);
  const times = new Map(coverage.map((one) => [one.stream, one.lastCompleteAt]));
  const all = allReadAt(coverage);
  return (stream) => ({ stream: times.get(stream) ?? null, all });
}
