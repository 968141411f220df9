import type { PoolClient } from "pg";
import type { Gap } from "@/connectors/contract";
import type { StreamRow } from "./run-streams";

/** How well one stream of a source was read the last time, kept with the source. */
export interface StreamCoverage {
  stream: string;
  /** `limited`: all that the provider tells, or that the plan bought there includes. */
  state: "complete" | "limited" | "incomplete" | "denied" | "failed";
  records: number;
  gaps: Gap[];
  /** ISO 8601; the last time that the stream was read to its end without a gap. */
  lastCompleteAt: string | null;
  message: string | null;
}

export async function coverageOf(
  client: PoolClient,
  sourceId: string,
  streams: readonly StreamRow[],
  now: Date,
): Promise<StreamCoverage[]> {
  const { rows } = await client.query<{ coverage: StreamCoverage[] }>(
    "SELECT coverage FROM source WHERE id = $1",
    [sourceId],
  );
  const before = new Map((rows[0]?.coverage ?? []).map((entry) => [entry.stream, entry]));
  return streams.map((stream) => ({
    stream: stream.name,
    state: isBounded(stream) ? "limited" : (stream.state as StreamCoverage["state"]),
    records: stream.records,
    gaps: stream.gaps.slice(0, 20),
    lastCompleteAt:
      stream.state === "complete"
        ? now.toISOString()
        : (before.get(stream.name)?.lastCompleteAt ?? null),
    message: stream.error?.message ?? null,
  }));
}

/** Nothing is lacking that a person could get by changing a permission or trying again. */
const isBounded = ({ state, gaps }: StreamRow): boolean =>
  state === "incomplete" &&
  gaps.length > 0 &&
  gaps.every(({ reason }) => reason === "not_offered" || reason === "plan");

/** Whether something was not read that could be. */
export const isLacking = ({ state }: StreamCoverage): boolean =>
  state !== "complete" && state !== "limited";

/** `4 of 5 streams; permission missing for 1` */
export function coverageSentence(coverage: readonly StreamCoverage[], streams: number): string {
  if (coverage.length === 0) return `Not read yet (${streams} streams)`;
  const count = (state: StreamCoverage["state"]): number =>
    coverage.filter((entry) => entry.state === state).length;
  const parts = [`${count("complete")} of ${coverage.length} streams`];
  if (count("denied") > 0) parts.push(`permission missing for ${count("denied")}`);
  if (count("incomplete") > 0) parts.push(`incomplete for ${count("incomplete")}`);
  if (count("limited") > 0) parts.push(`limited by the provider for ${count("limited")}`);
  if (count("failed") > 0) parts.push(`failed for ${count("failed")}`);
  return parts.join("; ");
}
