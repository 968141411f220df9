import { canonicalJson } from "@/lib/domain/canonical-json";
import type { AuditSegment } from "@/lib/domain/evidence-pack/manifest";
import type { JsonValue } from "@/lib/domain/inventory/source-record";
import { db } from "@/lib/infra/db";
import type { EvidenceArchive } from "@/lib/infra/evidence-archive";
import { chainStart } from "@/lib/infra/member-file";
import { auditCsvColumns } from "../audit-log/export-audit-events";
import {
  entryLine,
  type SealedRow,
  type TargetParts,
  sealedRowsBetween,
  sealedRowsOf,
} from "../audit-log/sealed-rows";
import { digestAt, toCheckpoint } from "../checkpoints/plain-chain";
import { csvCells, csvHead } from "../identities/csv";
import type { Column, PackContents, ReportTable } from "./subject";

/** Rows of one table that the report shows; all are in the files. */
const reportRows = 100;
const auditName = "audit/entries";

const asReportRow = (row: SealedRow): string[] => [
  row.seq,
  row.at,
  row.actorName,
  row.outcome === "done" ? row.event : `${row.event} (${row.outcome})`,
  row.hash.slice(0, 32),
];

/** A row as one line. Its cells are JSON already, but for times. */
function lineOf(row: object): string {
  const cells: { [name: string]: JsonValue } = {};
  for (const [name, cell] of Object.entries(row) as [string, JsonValue | Date | undefined][])
    if (cell !== undefined) cells[name] = cell instanceof Date ? cell.toISOString() : cell;
  return canonicalJson(cells);
}

/** Writes what a subject gives into the pack, and keeps what the report and the manifest need. */
export class ArchiveContents implements PackContents {
  readonly facts: [string, string][] = [];
  readonly tables: ReportTable[] = [];
  readonly counts: Record<string, number> = {};
  audit: AuditSegment = {
    file: `${auditName}.jsonl`,
    contiguous: false,
    firstSeq: null,
    lastSeq: null,
    checkpoints: null,
  };
  private doneRows = 0;

  constructor(
    private readonly archive: EvidenceArchive,
    private readonly onProgress: (rows: number) => Promise<void>,
  ) {}

  fact(name: string, value: string): void {
    this.facts.push([name, value]);
  }

  table(table: ReportTable): void {
    this.tables.push({
      ...table,
      rows: table.rows.slice(0, reportRows),
      total: table.total ?? table.rows.length,
    });
  }

  async json(name: string, value: object): Promise<void> {
    const text = canonicalJson(JSON.parse(JSON.stringify(value)) as JsonValue);
    await this.archive.add(`${name}.json`, (write) => write(text));
  }

  async file(name: string, content: Uint8Array): Promise<void> {
    await this.archive.add(name, (write) => write(content));
  }

  async rows<Row extends object>(
    name: string,
    columns: readonly Column<Row>[],
    batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  ): Promise<number> {
    return this.both(name, columns, batches, lineOf, chainStart);
  }

  private async both<Row>(
    name: string,
    columns: readonly Column<Row>[],
    batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
    toLine: (row: Row) => string,
    start: string,
  ): Promise<number> {
    let count = 0;
    await this.archive.add(`${name}.csv`, async (write) => {
      await write(csvHead(columns.map(([header]) => header)));
      const fill = async (rows: { write(line: string): Promise<void> }): Promise<void> => {
        for await (const batch of batches) {
          await write(csvCells(batch.map((row) => columns.map(([, cell]) => cell(row)))));
          for (const row of batch) await rows.write(toLine(row));
          count += batch.length;
          this.doneRows += batch.length;
          await this.onProgress(this.doneRows);
        }
      };
      await this.archive.addRows(name, fill, start);
    });
    this.counts[name] = count;
    return count;
  }

  async auditOf(targetType: string, targetId: string, parts?: TargetParts): Promise<void> {
    await this.entries(sealedRowsOf(targetType, targetId, parts), chainStart, false);
  }

  async auditBetween(first: bigint, last: bigint): Promise<void> {
    const start = await digestAt(first - 1n);
    await this.entries(sealedRowsBetween(first, last), start, true);
    await this.checkpoints(first, last);
  }

  private async entries(
    batches: AsyncIterable<SealedRow[]>,
    start: string,
    contiguous: boolean,
  ): Promise<void> {
    const shown: string[][] = [];
    const noted = this.audit;
    async function* watched(): AsyncGenerator<SealedRow[]> {
      for await (const batch of batches) {
        noted.firstSeq ??= batch[0]?.seq ?? null;
        noted.lastSeq = batch.at(-1)?.seq ?? noted.lastSeq;
        for (const row of batch.slice(0, reportRows - shown.length)) shown.push(asReportRow(row));
        yield batch;
      }
    }
    noted.contiguous = contiguous;
    const total = await this.both(auditName, auditCsvColumns, watched(), entryLine, start);
    this.table({
      heading: "Audit entries",
      columns: ["Entry", "Time", "Who", "Event", "Seal (first half)"],
      rows: shown,
      total,
    });
  }

  /** Those that saw the log end within the piece; of several that saw the same, the first. */
  private async checkpoints(first: bigint, last: bigint): Promise<void> {
    const found = await db().auditCheckpoint.findMany({
      where: { size: { gte: first, lte: last } },
      distinct: ["size"],
      orderBy: [{ size: "asc" }, { at: "asc" }],
    });
    const path = "audit/checkpoints.jsonl";
    await this.archive.add(path, async (write) => {
      for (const row of found) await write(`${canonicalJson({ ...toCheckpoint(row) })}\n`);
    });
    this.audit.checkpoints = path;
    this.counts["audit/checkpoints"] = found.length;
  }
}
