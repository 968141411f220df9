import type { Page, SourceRecord } from "../../contract";
import type { PostgresClient } from "../client";
import { membershipRow, membershipsSql, roleId, type Server } from "../cluster";
import { levelOfRole } from "../privilege";

const pageSize = 2_000;

/** Memberships as grants of the member, in order of the pair; the cursor is the last triple. */
export async function listMemberships(
  client: PostgresClient,
  server: Server,
  cursor: string | null,
): Promise<Page> {
  const [role = "0", member = "0", grantor = "0"] = (cursor ?? "").split("/").filter(Boolean);
  const rows = await client.rows(
    "pg_auth_members",
    `SELECT * FROM (${membershipsSql(server.version)} WHERE mr.rolname !~ '^pg_'
       AND (m.roleid, m.member, m.grantor) > ($1::oid, $2::oid, $3::oid)
       ORDER BY m.roleid, m.member, m.grantor LIMIT ${pageSize}) page`,
    membershipRow,
    [role, member, grantor],
  );
  const last = rows.at(-1);
  const records = rows.map((row): SourceRecord => {
    const options = [
      row.inherit ? "inherits" : "does not inherit",
      row.set ? "may become it" : "may not become it",
    ];
    if (row.admin) options.push("may grant it on");
    return {
      type: "grant",
      externalId: `${roleId(server, row.member)}/member/${row.role}/${row.grantor}`,
      identityExternalId: roleId(server, row.member),
      service: "membership",
      entitlement: row.role_name,
      target: `role ${row.role_name}`,
      via: `membership: ${options.join(", ")}`,
      level: levelOfRole(row.role_name) ?? "unknown",
      conditional: !row.inherit,
    };
  });
  return {
    records,
    nextCursor:
      rows.length === pageSize && last ? `${last.role}/${last.member}/${last.grantor}` : null,
    complete: true,
  };
}
