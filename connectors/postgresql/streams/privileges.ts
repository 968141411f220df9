import { z } from "zod";
import { ConnectorError, type Gap, type Page, type SourceRecord } from "../../contract";
import type { PostgresClient } from "../client";
import { containerOf, roleId, type Server } from "../cluster";
import type { DatabaseReader } from "../databases";
import { type Part, partsOf } from "./privilege-parts";

const mostRows = 5_000;

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
}

/** A place by its number, and the role and key behind which it goes on. */
const cursorShape = z.tuple([z.number().int().min(0), z.string().regex(/^\d+$/), z.string()]);
type Position = z.infer<typeof cursorShape>;

/** Each part in each database, what concerns the whole server only in the first. */
function placesOf(server: Server, databases: readonly string[]): Place[] {
  const parts = partsOf(server.version);
  return databases.flatMap((database, at) =>
    parts.filter(({ isShared }) => at === 0 || !isShared).map((part) => ({ database, part })),
  );
}

function positionOf(cursor: string | null, places: readonly Place[]): Position {
  if (cursor === null) return [0, "0", ""];
  try {
    const position = cursorShape.parse(JSON.parse(cursor));
    if (places[position[0]]) return position;
  } catch {
    // Told below.
  }
  throw new ConnectorError(
    "unexpected_response",
    "The stored position of this stream is not one of ours.",
  );
}

/**
 * Each part is aggregated, so it is seldom more than one page. It goes on behind the last row: were
 * rows counted, one that is revoked meanwhile would move another past us. A database that does not
 * let Muster in is a gap.
 */
export async function listPrivileges(
  reader: DatabaseReader,
  server: Server,
  cursor: string | null,
  most = mostRows,
): Promise<Page> {
  const places = placesOf(server, reader.databases);
  const [number, role, key] = positionOf(cursor, places);
  const place = places[number] as Place;
  const at = (next: number): string | null =>
    places[next] ? JSON.stringify([next, "0", ""] satisfies Position) : null;
  const read = await reader.within(place.database, (client) =>
    rowsOf(client, place.part, { role, key, most }),
  );
  if ("gap" in read) {
    const next = places.findIndex(
      ({ database }, other) => other > number && database !== place.database,
    );
    return {
      records: [],
      nextCursor: next < 0 ? null : at(next),
      complete: false,
      gaps: [{ ...read.gap, within: grantsIn(place.database, server) }],
    };
  }
  const last = read.value.length === most ? read.value.at(-1) : undefined;
  return {
    records: read.value.map((each) => recordOf(each, place, server)),
    nextCursor: last
      ? JSON.stringify([number, last.role, last.key] satisfies Position)
      : at(number + 1),
    complete: true,
  };
}

/** How the id of a grant goes on behind that of its role. */
const placeIn = (database: string, { name }: Part): string => `/${name}/${database}/`;

/** Only what a database that is not the first one tells: what concerns the whole server was read there. */
const grantsIn = (database: string, server: Server): Gap["within"] => ({
  part: containerOf(server),
  entries: partsOf(server.version)
    .filter(({ isShared }) => !isShared)
    .map((part) => placeIn(database, part)),
});

const rowsOf = (
  client: PostgresClient,
  part: Part,
  { role, key, most }: { role: string; key: string; most: number },
): Promise<Row[]> =>
  client.rows(
    `privileges (${part.name})`,
    `SELECT x.role::text, x.key::text, x.entitlement::text, x.target::text, x.via::text,
            x.limited${part.byRowSecurity ? " AND NOT (g.rolsuper OR g.rolbypassrls)" : ""} AS conditional
       FROM (${part.text}) x ${noPredefined}
      WHERE (x.role, x.key::text COLLATE "C") > ($1::oid, $2::text COLLATE "C")
      ORDER BY x.role, x.key::text COLLATE "C" LIMIT $3::int`,
    row,
    [role, key, most],
  );

function recordOf(each: Row, { part, database }: Place, server: Server): SourceRecord {
  const id = roleId(server, each.role);
  const isElsewhere = database !== server.database;
  return {
    type: "grant",
    externalId: `${id}${placeIn(database, part)}${each.key}`.slice(0, 600),
    identityExternalId: id,
    service: part.service,
    entitlement: each.entitlement,
    target: isElsewhere ? `database ${database}: ${each.target}` : each.target,
    via: each.via,
    level: part.level(each.entitlement.replace(/^PUBLIC /, "")),
    conditional: each.conditional,
  };
}
