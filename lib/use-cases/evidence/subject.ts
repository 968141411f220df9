import type { Permission } from "@/lib/domain/people/permissions";
import type { TargetParts } from "../audit-log/sealed-rows";
import type { Context } from "../context";

/** What is to be proven: a thing by its id, or days of the log. */
export interface EvidenceRequest {
  subjectId: string | null;
  from: string | null;
  /** The last day that is included. */
  to: string | null;
}

export interface ReportTable {
  heading: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** How many there are when not all are shown. */
  total?: number;
}

export type Column<Row> = readonly [header: string, cell: (row: Row) => string];

/** What a subject fills. Rows go to CSV and JSON at once, a batch at a time. */
export interface PackContents {
  rows<Row extends object>(
    name: string,
    columns: readonly Column<Row>[],
    batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  ): Promise<number>;
  json(name: string, value: object): Promise<void>;
  /** A file as it is. */
  file(name: string, content: Uint8Array): Promise<void>;
  /** The entries about one thing, and about what belongs to it. */
  auditOf(targetType: string, targetId: string, parts?: TargetParts): Promise<void>;
  /** One piece of the log, without a gap. */
  auditBetween(first: bigint, last: bigint): Promise<void>;
  fact(name: string, value: string): void;
  table(table: ReportTable): void;
}

/** A kind of thing that can be exported as evidence. */
export interface EvidenceSubject {
  /** What a person must be allowed to read, for all, to export it. */
  permission: Permission;
  /** Throws when there is no such thing or it cannot be exported (yet). */
  describe(
    ctx: Context,
    request: EvidenceRequest,
  ): Promise<{ title: string; totalRows: number | null }>;
  write(request: EvidenceRequest, contents: PackContents, ctx: Context): Promise<void>;
}
