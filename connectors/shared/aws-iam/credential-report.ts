import { parse } from "csv-parse/sync";
import { isoDate } from "./text";

export interface ReportKey {
  slot: number;
  active: boolean;
  lastRotatedAt: string | null;
  /** Null is the report's N/A: never used, or not since April 2015. */
  lastUsedAt: string | null;
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
  certificates: { active: boolean; lastRotatedAt: string | null }[];
}

/** Rows of a credential report by header names, or null when it is not such a report. */
export function parseCredentialReport(text: string): ReportRow[] | null {
  const rows: ReportRow[] = [];
  try {
    parse(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: false,
      // Each row is reduced as it is met: 22 cells of each of 100,000 users are 250 MB.
      on_record: (row: Record<string, string>) => {
        if (rows.length === 0 && !isReport(row)) throw new TypeError("Not a credential report");
        rows.push(toRow(row));
        return null;
      },
    });
  } catch {
    return null;
  }
  return rows.length === 0 ? null : rows;
}

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
      const lastRotatedAt = instant(row[`cert_${slot}_last_rotated`]) ?? null;
      const active = flag(row[`cert_${slot}_active`]) === true;
      return active || lastRotatedAt ? [{ active, lastRotatedAt }] : [];
    }),
  };
}

/** A slot without a rotation date holds no key: the report has no other sign of absence. */
function keyOf(row: Record<string, string>, slot: number): ReportKey[] {
  const cell = (name: string) => row[`access_key_${slot}_${name}`];
  const active = flag(cell("active")) === true;
  const lastRotatedAt = instant(cell("last_rotated")) ?? null;
  if (!active && lastRotatedAt === null) return [];
  const service = word(cell("last_used_service"));
  const region = word(cell("last_used_region"));
  const detail = [service, region].filter((part) => part !== null).join(" in ");
  return [
    {
      slot,
      active,
      lastRotatedAt,
      lastUsedAt: instant(cell("last_used_date")) ?? null,
      lastUsedDetail: detail === "" ? null : detail,
    },
  ];
}

const flag = (cell: string | undefined): boolean | undefined =>
  cell === undefined || !/^(true|false)$/i.test(cell) ? undefined : cell.toLowerCase() === "true";

const word = (cell: string | undefined): string | null =>
  cell === undefined || cell === "" || cell === "N/A" ? null : cell;

function instant(cell: string | undefined): string | null | undefined {
  if (cell === undefined || cell === "" || cell === "not_supported") return undefined;
  if (cell === "N/A" || cell === "no_information") return null;
  return isoDate(cell) ?? undefined;
}
