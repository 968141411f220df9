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

/** What a source says of its last sync. */
export interface LastSync {
  /** never_synced, ok, partial, failed or waiting_for_person */
  status: string;
  failing: boolean;
  coverage: readonly StreamCoverage[];
}

/** Whether the last sync got anything at all. */
export const hasAnswered = ({ status, coverage }: LastSync): boolean =>
  status !== "failed" &&
  !(coverage.length > 0 && coverage.every(({ state }) => state === "failed"));

/** What the inventory has of a source: all, a part, what was read before the failure, or nothing yet. */
export function completenessOf(
  source: LastSync,
  streams: number,
): "whole" | "partial" | "failing" | "unread" {
  const { coverage } = source;
  if (source.failing || !hasAnswered(source)) return "failing";
  if (coverage.length === 0) return "unread";
  const isShort = coverage.length < streams || coverage.some(isLacking);
  return isShort || source.status === "partial" ? "partial" : "whole";
}

/** `4 of 5 streams; permission missing for 1` */
export function coverageSentence(source: LastSync, streams: number): string {
  // A sync that ends before its streams leaves what is known of them as it was.
  if (source.status !== "failed") return readSentence(source.coverage, streams);
  return source.coverage.length === 0
    ? `Never answered (${streams} streams)`
    : `No answer at the last sync; before it ${readSentence(source.coverage, streams)}`;
}

function readSentence(coverage: readonly StreamCoverage[], streams: number): string {
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
