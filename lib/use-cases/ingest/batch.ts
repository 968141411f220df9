import type { SourceRecord } from "@/lib/domain/inventory/source-record";

/** What one page of records is written for. */
export interface IngestBatch {
  sourceId: string;
  connectorId: string;
  /** Null outside a run, when Muster lists its own credential after a verification. */
  runId: string | null;
  stream: string;
  now: Date;
  /** True until the source was read completely once: its first rows are not news. */
  isFirstReading: boolean;
}

/** Tells whether a record changed; a page that was sifted knows it already. */
export type HashOf = (record: SourceRecord) => string;

export interface IngestCounts {
  created: number;
  changed: number;
  unchanged: number;
  reappeared: number;
  /** Records that refer to an identity which the source did not list. */
  orphans: number;
}

export const noCounts = (): IngestCounts => ({
  created: 0,
  changed: 0,
  unchanged: 0,
  reappeared: 0,
  orphans: 0,
});

/** One line of an identity's timeline, as it goes into the table. */
export interface TimelineRow {
  id: string;
  identity_id: string;
  at: string;
  kind: string;
  summary: string;
  change: Record<string, { from: unknown; to: unknown }> | null;
  run_id: string | null;
}

export const timelineColumns = {
  id: "uuid",
  identity_id: "uuid",
  at: "timestamptz",
  kind: "text",
  summary: "text",
  change: "jsonb",
  run_id: "uuid",
} as const;
