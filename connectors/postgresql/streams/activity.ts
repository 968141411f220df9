import { z } from "zod";
import type { Gap, Page, SourceRecord } from "../../contract";
import type { PostgresClient } from "../client";
import { roleId, type Server } from "../cluster";
import { isPeoplesTool } from "../person-or-workload";

const source = "pg_stat_activity (sampled)";
const instant = z.iso.datetime();

const hidden: Gap = {
  reason: "forbidden",
  scope: "sessions of other roles",
  permission: "pg_monitor",
  message: "Without pg_monitor only Muster's own sessions are visible.",
};

export const sessionRow = z.object({
  role: z.string().regex(/^\d+$/),
  sessions: z.number().int(),
  lastSeen: instant,
  application: z.string().nullable(),
  address: z.string().nullable(),
  addresses: z.number().int(),
  database: z.string().nullable(),
});

// A session that runs a statement is in use now; an idle one was last used when it fell idle.
const activitySql = `
  SELECT DISTINCT ON (usesysid) usesysid::text AS role,
         count(*) OVER (PARTITION BY usesysid)::int AS sessions,
         (SELECT count(DISTINCT o.client_addr) FROM pg_stat_activity o WHERE o.usesysid = a.usesysid)::int AS addresses,
         to_char(seen AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "lastSeen",
         nullif(left(application_name, 100), '') AS application, host(client_addr) AS address, datname::text AS database
    FROM (SELECT *, CASE WHEN state = 'active' THEN now() ELSE greatest(backend_start, state_change) END AS seen
            FROM pg_stat_activity WHERE usesysid IS NOT NULL AND backend_start IS NOT NULL) a
    JOIN pg_roles r ON r.oid = a.usesysid AND r.rolname !~ '^pg_'
   ORDER BY usesysid, seen DESC`;

/** One sighting of use. Pure. */
export function mapSession(row: z.infer<typeof sessionRow>, server: Server): SourceRecord {
  const parts = [
    row.application === null
      ? undefined
      : `program ${row.application}${isPeoplesTool(row.application) ? " (a person's tool)" : ""}`,
    row.address === null
      ? "over a local socket"
      : `from ${row.address}${row.addresses > 1 ? ` and ${row.addresses - 1} more` : ""}`,
    row.database === null ? undefined : `in ${row.database}`,
    `${row.sessions} ${row.sessions === 1 ? "session" : "sessions"}`,
  ];
  return {
    type: "usage",
    subjectExternalId: roleId(server, row.role),
    lastUsedAt: row.lastSeen,
    source,
    detail: parts
      .filter((part) => part !== undefined)
      .join(", ")
      .slice(0, 500),
  };
}

/** Who is connected right now. What came and went between two samples is not seen. */
export async function listActivity(client: PostgresClient, server: Server): Promise<Page> {
  const rows = await client.rows("pg_stat_activity", activitySql, sessionRow);
  const records = rows.map((row) => mapSession(row, server));
  if (server.seesActivity) return { records, nextCursor: null, complete: true };
  return { records, nextCursor: null, complete: false, gaps: [hidden] };
}
