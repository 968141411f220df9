import { defineConnector, type Connection, type Page, type Verification } from "../contract";
import { roleActions } from "./actions";
import { acceptsPassword, openClient, type PostgresClient, type PostgresLimits } from "./client";
import { readServer, roleId, type Server } from "./cluster";
import { closedDatabases, databaseReader, type DatabaseReader } from "./databases";
import { manifest, type PostgresConfig } from "./manifest";
import { listActivity } from "./streams/activity";
import { listMemberships } from "./streams/memberships";
import { listPrivileges } from "./streams/privileges";
import { idleSlots, listReplication } from "./streams/replication";
import { listRoles } from "./streams/roles";
import { z } from "zod";

const defaults: PostgresLimits = { connectMs: 10_000, statementMs: 15_000, queryMs: 20_000 };
const oldest = 110_000;

const self = z.object({
  oid: z.string(),
  createRole: z.boolean(),
  createDb: z.boolean(),
  encrypted: z.boolean(),
});

async function verify(
  client: PostgresClient,
  reader: DatabaseReader,
  server: Server,
  config: PostgresConfig,
): Promise<Verification> {
  const [me] = await client.rows(
    "Muster's own role",
    `SELECT r.oid::text, r.rolcreaterole AS "createRole", r.rolcreatedb AS "createDb",
            coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted
       FROM pg_roles r WHERE r.rolname = current_user`,
    self,
  );
  const idle = await idleSlots(client);
  const closed = await closedDatabases(reader);
  const warnings = [
    server.isSuperuser && "Muster signs in as a superuser. A role with pg_monitor is enough.",
    (me?.createRole || me?.createDb) &&
      "Muster's role may create roles or databases. It needs neither.",
    !me?.encrypted && "The connection is not encrypted.",
    config.tls === "require" && "The server's certificate is not checked.",
    server.version < oldest &&
      "This server is older than PostgreSQL 11, the oldest that Muster knows.",
    !server.systemId &&
      "The server's system identifier cannot be read, so roles are told apart by number alone.",
    server.passwordEncryption === "md5" &&
      "The server stores new passwords as MD5 (password_encryption). Set it to scram-sha-256.",
    server.isStandby &&
      "This server is a standby. Sessions and replication slots of the primary are not seen here.",
    ...closed.map(({ permission, message }) => permission === undefined && message),
    idle.length > 0 && `Replication slots that nobody reads: ${idle.slice(0, 10).join(", ")}.`,
  ];
  const { version } = server;
  return {
    principal: server.user,
    scope: `${config.host}:${config.port}/${server.database}, PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}`,
    target: server.systemId ?? `${config.host}:${config.port}`,
    missing: [
      ...(server.seesActivity
        ? []
        : [{ permission: "pg_monitor", streams: ["replication", "activity"] }]),
      ...closed.flatMap(({ permission }) =>
        permission === undefined ? [] : [{ permission, streams: ["privileges"] }],
      ),
    ],
    warnings: warnings.filter((warning) => typeof warning === "string"),
    ...(me ? { self: { externalId: roleId(server, me.oid), name: server.user } } : {}),
  };
}

/** The connector with limits that tests shorten. */
export function postgresql(limits: Partial<PostgresLimits> = {}) {
  return defineConnector(manifest, {
    async connect(config, io): Promise<Connection> {
      const within = { ...defaults, ...limits };
      const client = await openClient(config, io, within);
      const server = await readServer(client).catch(async (error: unknown) => {
        await client.close();
        throw error;
      });
      const reader = databaseReader(client, config, io, within);
      const list: Record<string, (cursor: string | null) => Promise<Page>> = {
        roles: (cursor) => listRoles(client, reader, server, io, cursor),
        memberships: (cursor) => listMemberships(client, server, cursor),
        privileges: (cursor) => listPrivileges(reader, server, cursor),
        replication: () => listReplication(client, server),
        activity: () => listActivity(client, server),
      };
      return {
        verify: () => verify(client, reader, server, config),
        streams: manifest.streams.map((stream) => ({
          ...stream,
          list: (cursor: string | null) =>
            list[stream.name]?.(cursor) ?? Promise.reject(new Error(stream.name)),
        })),
        actions: (target) =>
          roleActions(client, server, target, (user, password) =>
            acceptsPassword({ ...config, user, password }, io, within),
          ),
        close: () => client.close(),
      };
    },
  });
}

export const connector = postgresql();
