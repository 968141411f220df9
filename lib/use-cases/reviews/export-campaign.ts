import { z } from "zod";
import { dayOf } from "@/lib/domain/days";
import { DomainError } from "@/lib/domain/errors";
import type { ReviewRow } from "@/lib/domain/lifecycle/review-card";
import type { JsonValue } from "@/lib/domain/inventory/source-record";
import { db } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { csvCells, csvHead } from "../identities/csv";
import type { ExportStream } from "../identities/export-identities";
import { itemPages } from "./item-pages";
import { type ItemRecord, rowColumns, toRow } from "./list-items";
import { audited } from "./notes";

export const exportCampaignInput = z.strictObject({
  campaignId: z.uuid(),
  format: z.enum(["csv", "json"]).default("csv"),
});

/** Rows with their evidence are ten times as long. */
const batchOf = (evidence: boolean): number => (evidence ? 500 : 2_000);
export type CampaignRow = ReviewRow & { evidence: JsonValue; digest: string };

/** Every item of a campaign with its answer, a batch at a time. */
export async function* campaignRows(
  campaignId: string,
  evidence: boolean,
): AsyncGenerator<CampaignRow[]> {
  const columns = `${rowColumns}, r.digest, ${evidence ? "r.evidence" : "NULL AS evidence"}`;
  const pages = itemPages<ItemRecord & { evidence: JsonValue; digest: string }>(
    campaignId,
    columns,
    batchOf(evidence),
  );
  for await (const rows of pages)
    yield rows.map((row) => ({ ...toRow(row), evidence: row.evidence, digest: row.digest }));
}

export const campaignColumns: readonly [string, (row: CampaignRow) => string | null][] = [
  ["id", (row) => row.id],
  ["credential", (row) => (row.subject === "credential" ? row.name : null)],
  ["identity", (row) => row.identityName],
  ["source", (row) => row.sourceName],
  ["risk_score", (row) => String(row.risk)],
  ["owner", (row) => row.owner],
  ["state", (row) => row.state],
  ["asked", (row) => (row.state === "decided" ? null : (row.reviewer ?? "analysts"))],
  ["decision", (row) => row.decision],
  ["reason", (row) => row.reason],
  ["decided_by", (row) => row.decidedBy],
  ["decided_at", (row) => row.decidedAt],
  ["effect", (row) => row.effect],
  ["offboarding_case", (row) => row.caseId],
  ["task", (row) => row.taskId],
  ["asked_because", (row) => row.because],
  ["evidence_digest", (row) => row.digest],
];

async function* csvChunks(from: AsyncIterable<CampaignRow[]>): AsyncGenerator<string> {
  yield csvHead(campaignColumns.map(([header]) => header));
  for await (const rows of from) {
    yield csvCells(rows.map((row) => campaignColumns.map(([, cell]) => cell(row) ?? "")));
  }
}

async function* jsonChunks(
  head: object,
  from: AsyncIterable<CampaignRow[]>,
): AsyncGenerator<string> {
  yield `{"campaign":${JSON.stringify(head)},"items":[\n`;
  let separator = "";
  for await (const rows of from) {
    yield separator + rows.map((row) => JSON.stringify(row)).join(",\n");
    separator = ",\n";
  }
  yield "\n]}\n";
}

/** Every item with its answer as a file, read in pieces; JSON holds the evidence too. */
export const exportCampaign = defineCommand({
  name: "review.export",
  event: "review.exported",
  permission: "review:export",
  input: exportCampaignInput,
  run: async ({ input }) => {
    const { campaignId, format } = input;
    const found = await db().reviewCampaign.findUnique({ where: { id: campaignId } });
    if (!found) throw new DomainError("not_found", "There is no such review.");
    const { id, name, query, state, dueAt, createdBy, createdAt, closedAt } = found;
    const isCsv = format === "csv";
    const head = { id, name, query, state, dueAt, createdBy, createdAt, closedAt };
    const rows = campaignRows(campaignId, !isCsv);
    const result: ExportStream = {
      fileName: `muster-review-${dayOf(createdAt)}-${id.slice(-6)}.${format}`,
      contentType: isCsv ? "text/csv; charset=utf-8; header=present" : "application/json",
      chunks: isCsv ? csvChunks(rows) : jsonChunks(head, rows),
    };
    return { result, audit: audited(campaignId, { format, items: found.items }) };
  },
});
