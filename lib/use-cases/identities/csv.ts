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

/** Characters with which spreadsheets begin a formula or a field of their own, full-width ones too. */
const dangerous = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠|%]|^[\t\r\n]/u;

/** Makes a cell inert in spreadsheets: an apostrophe in front turns a formula into text. */
export function inert(value: string): string {
  return dangerous.test(value) ? `'${value}` : value;
}

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
