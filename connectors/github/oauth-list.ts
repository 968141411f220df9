import { parse } from "csv-parse/sync";

/** An OAuth app as a person's own list or GitHub's export of the audit log names it. */
export interface ListedOauthApp {
  name: string;
  id: string | null;
  vendor: string | null;
  approvedBy: string | null;
  /** ISO 8601. */
  approvedAt: string | null;
  scopes: string[];
}

/** Header names of both lists, as they are written with and without signs. */
const columns: Readonly<Record<keyof ListedOauthApp, readonly string[]>> = {
  name: ["name", "oauth_application_name", "oauth_application", "application"],
  id: ["id", "client_id", "oauth_application_id"],
  vendor: ["vendor", "owner"],
  approvedBy: ["approved_by", "actor", "user"],
  approvedAt: ["approved_at", "created_at", "@timestamp", "date"],
  scopes: ["scopes", "scope"],
};
const approved = "org.oauth_app_access_approved";
export const mostListedApps = 2_000;

/** The apps of CSV lines that begin with a header, or what is wrong with them in words. */
export function readOauthList(lines: readonly string[]): ListedOauthApp[] | string {
  if (lines.length === 0) return [];
  let rows: Record<string, string>[];
  try {
    rows = parse(lines.join("\n"), {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      columns: (header: string[]) =>
        header.map((one) => one.toLowerCase().replaceAll(/[\s-]+/g, "_")),
    });
  } catch {
    return "These lines are not CSV: look for a quote that is not closed.";
  }
  if (rows.length > mostListedApps) return `At most ${mostListedApps} apps can be listed.`;
  const first = rows[0];
  if (first === undefined || !columns.name.some((name) => Object.hasOwn(first, name))) {
    return "The first line names the columns: name, client_id, vendor, scopes, approved_by, approved_at. Only name is needed.";
  }
  return rows
    .filter((row) => row["action"] === undefined || row["action"] === approved)
    .flatMap((row) => appOf(row));
}

function appOf(row: Record<string, string>): ListedOauthApp[] {
  const cell = (column: keyof ListedOauthApp, most: number): string | null => {
    const name = columns[column].find((one) => row[one]);
    return name === undefined ? null : (row[name] ?? "").slice(0, most);
  };
  const name = cell("name", 400);
  if (name === null) return [];
  return [
    {
      name,
      id: cell("id", 100),
      vendor: cell("vendor", 200),
      approvedBy: cell("approvedBy", 320),
      approvedAt: instant(cell("approvedAt", 60)),
      scopes: (cell("scopes", 4_000) ?? "")
        .split(/[\s,;]+/)
        .filter(Boolean)
        .slice(0, 100),
    },
  ];
}

/** A date, or the audit log's milliseconds. */
function instant(written: string | null): string | null {
  if (written === null) return null;
  const time = /^\d{12,14}$/.test(written) ? Number(written) : Date.parse(written);
  return time >= 0 && time < Date.UTC(10_000, 0) ? new Date(time).toISOString() : null;
}
