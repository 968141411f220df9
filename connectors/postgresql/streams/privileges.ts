import { z } from "zod";
import { ConnectorError, type Page, type SourceRecord } from "../../contract";
import type { PostgresClient } from "../client";
import { roleId, type Server } from "../cluster";
import { partsOf } from "./privilege-parts";

const pageSize = 5_000;

const row = z.object({
  role: z.string().regex(/^\d+$/),
  key: z.string().min(1),
  entitlement: z.string().min(1),
  target: z.string().min(1),
  via: z.string(),
  conditional: z.boolean(),
});

const noPredefined = "JOIN pg_roles g ON g.oid = x.role AND g.rolname !~ '^pg_'";

/** The cursor is `part:offset`; each part is aggregated, so a part is seldom more than one page. */
export async function listPrivileges(
  client: PostgresClient,
  server: Server,
  cursor: string | null,
): Promise<Page> {
  const parts = partsOf(server.version);
  const [name = parts[0]?.name, skipped = "0"] = (cursor ?? "").split(":").filter(Boolean);
  const index = parts.findIndex((part) => part.name === name);
  const part = parts[index];
  if (!part || !/^\d+$/.test(skipped)) {
    throw new ConnectorError(
      "unexpected_response",
      "The stored position of this stream is not one of ours.",
    );
  }
  const rows = await client.rows(
    `privileges (${part.name})`,
    `SELECT x.role::text, x.key::text, x.entitlement::text, x.target::text, x.via::text,
            x.limited${part.byRowSecurity ? " AND NOT (g.rolsuper OR g.rolbypassrls)" : ""} AS conditional
       FROM (${part.text}) x ${noPredefined}
      ORDER BY x.role, x.key LIMIT ${pageSize} OFFSET $1::int`,
    row,
    [skipped],
  );
  const more = rows.length === pageSize ? `${part.name}:${Number(skipped) + pageSize}` : undefined;
  const next = parts[index + 1];
  return {
    records: rows.map((each): SourceRecord => {
      const id = roleId(server, each.role);
      const entitlement = each.entitlement.replace(/^PUBLIC /, "");
      return {
        type: "grant",
        externalId: `${id}/${part.name}/${server.database}/${each.key}`.slice(0, 600),
        identityExternalId: id,
        service: part.service,
        entitlement: each.entitlement,
        target: each.target,
        via: each.via,
        level: part.level(entitlement),
        conditional: each.conditional,
      };
    }),
    nextCursor: more ?? (next ? `${next.name}:0` : null),
    complete: true,
  };
}
