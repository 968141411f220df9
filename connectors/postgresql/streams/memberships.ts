import type { Page, SourceRecord } from "../../contract";
import type { PostgresClient } from "../client";
import { type MembershipRow, membershipRow, membershipsSql, roleId, type Server } from "../cluster";
import { levelOfRole } from "../privilege";

const pageSize = 2_000;

const optionsOf = (row: MembershipRow): string => {
  const options = [
    row.inherit ? "inherits" : "does not inherit",
    row.set ? "may become it" : "may not become it",
  ];
  if (row.admin) options.push("may grant it on");
  return options.join(", ");
};

/** One membership from both its ends: what the member gains, and who can use the group. Pure. */
export function mapMembership(row: MembershipRow, server: Server): SourceRecord[] {
  const options = optionsOf(row);
  const grant: SourceRecord = {
    type: "grant",
    externalId: `${roleId(server, row.member)}/member/${row.role}/${row.grantor}`,
    identityExternalId: roleId(server, row.member),
    service: "membership",
    entitlement: row.role_name,
    target: `role ${row.role_name}`,
    via: `membership: ${options}; granted by ${row.grantor_name ?? "a role that is gone"}`,
    level: levelOfRole(row.role_name) ?? "unknown",
    conditional: !row.inherit,
  };
  // PostgreSQL's own roles are not listed, so nothing can be said of them.
  if (row.role_name.startsWith("pg_")) return [grant];
  const trust: SourceRecord = {
    type: "trust",
    externalId: `${roleId(server, row.role)}/used-by/${row.member}/${row.grantor}`,
    identityExternalId: roleId(server, row.role),
    principalKind: "identity",
    principal: `role ${row.member_name}`,
    verdict: "narrow",
    because: `A member of it: ${options}.`,
  };
  return [grant, trust];
}

/** Memberships in order of the pair; the cursor is the last triple. */
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
  const records = rows.flatMap((row) => mapMembership(row, server));
  return {
    records,
    nextCursor:
      rows.length === pageSize && last ? `${last.role}/${last.member}/${last.grantor}` : null,
    complete: true,
  };
}
