import { z } from "zod";
import { ConnectorError, type Page, type SourceRecord } from "../../contract";
import type { PostgresClient } from "../client";
import { roleId, type Server } from "../cluster";
import type { DatabaseReader } from "../databases";
import { type Part, partsOf } from "./privilege-parts";

const pageSize = 5_000;

const row = z.object({
  role: z.string().regex(/^\d+$/),
  key: z.string().min(1),
  entitlement: z.string().min(1),
  target: z.string().min(1),
  via: z.string(),
  conditional: z.boolean(),
});

type Row = z.infer<typeof row>;

const noPredefined = "JOIN pg_roles g ON g.oid = x.role AND g.rolname !~ '^pg_'";

interface Place {
  database: string;
  part: Part;
  skipped: number;
}

/** Each part in each database, what concerns the whole server only in the first. */
function placesOf(server: Server, databases: readonly string[]): Omit<Place, "skipped">[] {
  const parts = partsOf(server.version);
  return databases.flatMap((database, at) =>
    parts.filter(({ isShared }) => at === 0 || !isShared).map((part) => ({ database, part })),
  );
}

/**
 * The cursor is `place:offset`; each part is aggregated, so a part is seldom more than one page. A
 * database that does not let Muster in is a gap.
 */
export async function listPrivileges(
  reader: DatabaseReader,
  server: Server,
  cursor: string | null,
): Promise<Page> {
  const places = placesOf(server, reader.databases);
  const [number = 0, skipped = 0] = (cursor ?? "0:0").split(":").map(Number);
  const place = places[number];
  if (!place || !Number.isSafeInteger(skipped) || skipped < 0) {
    throw new ConnectorError(
      "unexpected_response",
      "The stored position of this stream is not one of ours.",
    );
  }
  const after = (at: number): string | null => (places[at] ? `${at}:0` : null);
  const read = await reader.within(place.database, (client) =>
    rowsOf(client, { ...place, skipped }),
  );
  if ("gap" in read) {
    const next = places.findIndex(({ database }, at) => at > number && database !== place.database);
    return {
      records: [],
      nextCursor: next < 0 ? null : after(next),
      complete: false,
      gaps: [read.gap],
    };
  }
  const isFull = read.value.length === pageSize;
  return {
    records: read.value.map((each) => recordOf(each, place, server)),
    nextCursor: isFull ? `${number}:${skipped + pageSize}` : after(number + 1),
    complete: true,
  };
}

const rowsOf = (client: PostgresClient, { part, skipped }: Place): Promise<Row[]> =>
  client.rows(
    `privileges (${part.name})`,
    `SELECT x.role::text, x.key::text, x.entitlement::text, x.target::text, x.via::text,
            x.limited${part.byRowSecurity ? " AND NOT (g.rolsuper OR g.rolbypassrls)" : ""} AS conditional
       FROM (${part.text}) x ${noPredefined}
      ORDER BY x.role, x.key LIMIT ${pageSize} OFFSET $1::int`,
    row,
    [skipped],
  );

function recordOf(
  each: Row,
  { part, database }: Omit<Place, "skipped">,
  server: Server,
): SourceRecord {
  const id = roleId(server, each.role);
  const isElsewhere = database !== server.database;
  return {
    type: "grant",
    externalId: `${id}/${part.name}/${database}/${each.key}`.slice(0, 600),
    identityExternalId: id,
    service: part.service,
    entitlement: each.entitlement,
    target: isElsewhere ? `database ${database}: ${each.target}` : each.target,
    via: each.via,
    level: part.level(each.entitlement.replace(/^PUBLIC /, "")),
    conditional: each.conditional,
  };
}
