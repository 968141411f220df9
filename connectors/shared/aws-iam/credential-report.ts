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
  let rows: Record<string, string>[];
  try {
    rows = parse(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: false,
    });
  } catch {
    return null;
  }
  const first = rows[0];
  if (first === undefined) return null;
  for (const column of ["user", "arn", "user_creation_time", "access_key_1_active"]) {
    if (!Object.hasOwn(first, column)) return null;
  }
  return rows.map(toRow);
}

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
