import { ConnectorError, type ConnectorIo, type Gap } from "../contract";
import { openClient, type PostgresClient, type PostgresLimits } from "./client";
import type { PostgresConfig } from "./manifest";

export type InDatabase<T> = { value: T } | { gap: Gap };

/** The databases whose privileges are read: the one that Muster signs in to, and further ones. */
export interface DatabaseReader {
  databases: readonly string[];
  /** Works in one of them on a connection that ends with the work; a refusal to let Muster in is a gap. */
  within<T>(database: string, work: (client: PostgresClient) => Promise<T>): Promise<InDatabase<T>>;
}

const permissionFor = (database: string): string => `CONNECT ON DATABASE ${database}`;

/** One connection more at a time, so that two are enough for a run. */
export function databaseReader(
  client: PostgresClient,
  config: PostgresConfig,
  io: ConnectorIo,
  limits: PostgresLimits,
): DatabaseReader {
  return {
    databases: [...new Set([config.database, ...config.otherDatabases])],
    within: async (database, work) => {
      if (database === config.database) return { value: await work(client) };
      const opened = await openClient({ ...config, database }, io, limits).catch(
        refusedAs(database),
      );
      if ("gap" in opened) return opened;
      try {
        return { value: await work(opened) };
      } finally {
        await opened.close();
      }
    },
  };
}

/** The password was accepted for the first database: a refusal is of this one. */
const refusedAs =
  (database: string) =>
  (error: unknown): { gap: Gap } => {
    if (!(error instanceof ConnectorError)) throw error;
    const scope = `database ${database}`;
    if (/SQLSTATE 3D000/.test(error.message)) {
      const message = `There is no database ${database}: take it from the source's settings.`;
      return { gap: { reason: "not_found", scope, message } };
    }
    if (/SQLSTATE 55000/.test(error.message)) {
      const message = `The database ${database} takes no connections from anybody (ALLOW_CONNECTIONS).`;
      return { gap: { reason: "not_enabled", scope, message } };
    }
    if (!["forbidden", "unauthorized"].includes(error.code)) throw error;
    const message = `The database ${database} cannot be read: ${error.message}`;
    return { gap: { reason: "forbidden", scope, permission: permissionFor(database), message } };
  };

/** What keeps Muster out of further databases. */
export async function closedDatabases(reader: DatabaseReader): Promise<Gap[]> {
  const closed: Gap[] = [];
  for (const database of reader.databases) {
    const read = await reader.within(database, async () => true);
    if ("gap" in read) closed.push(read.gap);
  }
  return closed;
}
