import { stringify } from "csv-stringify/sync";
import type { DatedFact, IdentityRow } from "@/lib/domain/inventory/identity-row";
import { unknownReasonText } from "@/lib/domain/evidence";

const when = (fact: DatedFact): string => {
  if (fact.state === "known") return fact.at ?? "never";
  return `unknown (${fact.reason ? unknownReasonText[fact.reason] : "no reason given"})`;
};

const columns: readonly [header: string, cell: (row: IdentityRow) => string][] = [
  ["id", (row) => row.id],
  ["name", (row) => row.name],
  ["external_id", (row) => row.externalId],
  ["source", (row) => row.source.name],
  ["connector", (row) => row.source.connectorId],
  ["kind", (row) => row.kind],
  ["class", (row) => row.identityClass],
  ["environment", (row) => row.environment],
  ["status", (row) => row.status],
  ["owner", (row) => row.owner.email ?? row.owner.name ?? ""],
  ["owner_state", (row) => row.owner.state],
  ["risk_score", (row) => String(row.risk.score)],
  ["risk_band", (row) => row.risk.band],
  ["risk_confidence_percent", (row) => String(row.risk.confidence)],
  ["privilege", (row) => row.privilege],
  ["created_at", (row) => when(row.created)],
  ["last_used_at", (row) => when(row.lastUsed)],
  ["last_rotated_at", (row) => when(row.lastRotated)],
  ["rotation_state", (row) => row.rotationState],
  ["open_findings", (row) => String(row.openFindings)],
  ["credentials", (row) => String(row.credentialCount)],
  ["labels", (row) => row.labels.join("; ")],
];

/** What spreadsheets take for the beginning of a formula, full-width forms too, whatever is in front. */
const sign = String.raw`[=+\-@＝＋－＠|%]`;
const blank = String.raw`[\s\p{Cc}\p{Cf}"']`;

/**
 * Where a spreadsheet may see one: at the start of the cell, and, where semicolons or tabs separate
 * cells, as they do in much of Europe, after any of those within it.
 */
const beginnings = new RegExp(
  String.raw`^(?=${blank}*${sign}|'*[\t\r\n])|(?<=[;\t\r\n])(?=(?:(?![\t\r\n])${blank})*${sign})`,
  "gu",
);

/** A quick look first: nearly every cell is one word. */
const suspicious = /^[^\p{L}\p{N}]|[;\t\r\n]/u;

/**
 * Makes a cell inert in spreadsheets: an apostrophe in front turns a formula into text. Texts with
 * such apostrophes of their own get one more, so that no two texts become the same cell.
 */
export const inert = (value: string): string =>
  suspicious.test(value) ? value.replaceAll(beginnings, "'") : value;

const options = { escape_formulas: true, record_delimiter: "\r\n", quoted: true } as const;

/** The first line of any CSV file of the product; the mark in front tells spreadsheets that it is UTF-8. */
export const csvHead = (headers: readonly string[]): string =>
  `\uFEFF${stringify([headers], options)}`;

/** Lines of any CSV file of the product, inert in spreadsheets. */
export const csvCells = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => row.map(inert)),
    options,
  );

export const csvHeader = (): string => csvHead(columns.map(([header]) => header));

export const csvLines = (rows: readonly IdentityRow[]): string =>
  csvCells(rows.map((row) => columns.map(([, cell]) => cell(row))));
