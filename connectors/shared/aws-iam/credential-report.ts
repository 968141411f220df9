import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parse as parseStream, type OptionsWithColumns } from "csv-parse";
import { parse } from "csv-parse/sync";
import { isoDate } from "./text";

export interface ReportKey {
  slot: number;
  active: boolean;
  lastRotatedAt: string | null;
  /** Null is the report's N/A: never used, or not since April 2015. Undefined: it cannot be read. */
  lastUsedAt: string | null | undefined;
  lastUsedDetail: string | null;
}

/** One row of the credential report. Undefined: the report does not say. */
export interface ReportRow {
  user: string;
  arn: string;
  createdAt: string | null;
  passwordEnabled: boolean | undefined;
  passwordLastUsedAt: string | null | undefined;
  passwordLastChangedAt: string | null | undefined;
  passwordExpiresAt: string | null | undefined;
  mfaActive: boolean | undefined;
  keys: ReportKey[];
  certificates: { slot: number; active: boolean; lastRotatedAt: string | null }[];
  /** The user has more keys or certificates than the report lists, in the report's own words. */
  more: string | null;
}

/** Rows of a credential report by header names, or null when it is not such a report. */
export function parseCredentialReport(text: string): ReportRow[] | null {
  const rows: ReportRow[] = [];
  try {
    parse(text, readingInto(rows));
  } catch {
    return null;
  }
  return rows.length === 0 ? null : rows;
}

/** The same for a report that comes in pieces, so that other work goes on between them. */
export async function readCredentialReport(
  pieces: AsyncIterable<Uint8Array>,
): Promise<ReportRow[] | null> {
  const rows: ReportRow[] = [];
  let failed: unknown;
  const watched = async function* () {
    const source = pieces[Symbol.asyncIterator]();
    for (;;) {
      const next = await source.next().catch((error: unknown) => {
        failed = error;
        throw error;
      });
      if (next.done) return;
      yield next.value;
    }
  };
  try {
    await pipeline(Readable.from(watched()), parseStream(readingInto(rows)));
  } catch {
    if (failed !== undefined) throw failed;
    return null;
  }
  return rows.length === 0 ? null : rows;
}

/** No row of a report comes near this; more is one line without an end. */
const mostRowCharacters = 100_000;

const readingInto = (rows: ReportRow[]): OptionsWithColumns<Record<string, string>> => ({
  columns: true,
  bom: true,
  skip_empty_lines: true,
  relax_column_count: false,
  max_record_size: mostRowCharacters,
  // Each row is reduced as it is met: 22 cells of each of 100,000 users are 250 MB.
  on_record: (row: Record<string, string>) => {
    if (rows.length === 0 && !isReport(row)) throw new TypeError("Not a credential report");
    rows.push(toRow(row));
    return null;
  },
});

const isReport = (row: Record<string, string>): boolean =>
  ["user", "arn", "user_creation_time", "access_key_1_active"].every((column) =>
    Object.hasOwn(row, column),
  );

/** Rows by ARN, parsed when they are asked for. */
export interface ReportIndex {
  get(arn: string): ReportRow | undefined;
}

/**
 * The same for a report of any size: the text is kept, and one row is parsed at a time. 100,000
 * users cost 25 MB instead of 250. Null when it is not such a report.
 */
export function indexCredentialReport(text: string): ReportIndex | null {
  const isQuoted = text.includes('"');
  const ends = text.indexOf("\n");
  const header = (ends < 0 ? text : text.slice(0, ends)).replace(/^\ufeff|\r$/g, "").split(",");
  const column = header.indexOf("arn");
  if (isQuoted || column !== 1) {
    const rows = parseCredentialReport(text);
    return rows && new Map(rows.map((row) => [row.arn, row]));
  }
  if (parseCredentialReport(text.slice(0, secondLineEnd(text, ends))) === null) return null;
  const places = placesByArn(text, ends + 1);
  return {
    get: (arn) => {
      const from = places.get(arn);
      if (from === undefined) return undefined;
      const end = text.indexOf("\n", from);
      const cells = text
        .slice(from, end < 0 ? undefined : end)
        .replace(/\r$/, "")
        .split(",");
      return toRow(Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ""])));
    },
  };
}

/** Where the line of each ARN, the second cell, begins. */
function placesByArn(text: string, start: number): Map<string, number> {
  const places = new Map<string, number>();
  let from = start;
  while (from < text.length) {
    const comma = text.indexOf(",", from);
    const until = text.indexOf(",", comma + 1);
    if (comma < 0 || until < 0) break;
    places.set(text.slice(comma + 1, until), from);
    const end = text.indexOf("\n", until);
    from = end < 0 ? text.length : end + 1;
  }
  return places;
}

const secondLineEnd = (text: string, firstEnd: number): number | undefined => {
  const end = firstEnd < 0 ? -1 : text.indexOf("\n", firstEnd + 1);
  return end < 0 ? undefined : end;
};

function toRow(row: Record<string, string>): ReportRow {
  return {
    user: row["user"] ?? "",
    arn: row["arn"] ?? "",
    createdAt: instant(row["user_creation_time"]) ?? null,
    passwordEnabled: flag(row["password_enabled"]),
    passwordLastUsedAt: instant(row["password_last_used"]),
    passwordLastChangedAt: instant(row["password_last_changed"]),
    passwordExpiresAt: instant(row["password_next_rotation"]),
    mfaActive: flag(row["mfa_active"]),
    keys: [1, 2].flatMap((slot) => keyOf(row, slot)),
    certificates: [1, 2].flatMap((slot) => {
      const rotated = row[`cert_${slot}_last_rotated`];
      const active = flag(row[`cert_${slot}_active`]) === true;
      return active || hasDate(rotated)
        ? [{ slot, active, lastRotatedAt: instant(rotated) ?? null }]
        : [];
    }),
    more: beyondTwo(row["additional_credentials_info"]),
  };
}

/** What the column on further credentials says; most reports have none or leave it empty. */
const beyondTwo = (cell: string | undefined): string | null =>
  cell === undefined || /^(|0|n\/a|none|no_information|not_supported)$/i.test(cell.trim())
    ? null
    : cell;

/** A slot without a rotation date holds no key: the report has no other sign of absence. */
function keyOf(row: Record<string, string>, slot: number): ReportKey[] {
  const cell = (name: string) => row[`access_key_${slot}_${name}`];
  const active = flag(cell("active")) === true;
  if (!active && !hasDate(cell("last_rotated"))) return [];
  const service = word(cell("last_used_service"));
  const region = word(cell("last_used_region"));
  const detail = [service, region].filter((part) => part !== null).join(" in ");
  return [
    {
      slot,
      active,
      lastRotatedAt: instant(cell("last_rotated")) ?? null,
      lastUsedAt: instant(cell("last_used_date")),
      lastUsedDetail: detail === "" ? null : detail,
    },
  ];
}

const hasDate = (cell: string | undefined): boolean => word(cell) !== null;

const flag = (cell: string | undefined): boolean | undefined =>
  cell === undefined || !/^(true|false)$/i.test(cell) ? undefined : cell.toLowerCase() === "true";

const word = (cell: string | undefined): string | null =>
  cell === undefined || cell === "" || cell === "N/A" ? null : cell;

function instant(cell: string | undefined): string | null | undefined {
  if (cell === undefined || cell === "" || cell === "not_supported") return undefined;
  if (cell === "N/A" || cell === "no_information") return null;
  // A table program that saved the report again writes dates as its own country does.
  return /^\d{4}-\d\d-\d\dT/.test(cell) ? (isoDate(cell) ?? undefined) : undefined;
}
