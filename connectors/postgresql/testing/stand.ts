import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import type { Connection, SourceRecord, Verification, ConnectorIo } from "../../contract";
import { postgresql } from "../index";
import { manifest, type PostgresConfig } from "../manifest";
import { streamPages } from "../../testing/stream-pages";
import { seed, word } from "./seed";

/** A seeded server with one session of `orders_svc` that stays open. */
export interface Stand {
  server: TestServer;
  url: string;
  held: pg.Client;
}

/** A running server with a superuser's URL, as `lib/testing/postgres-server.ts` starts them. */
export interface TestServer {
  url: string;
  directory: string;
  stop(): Promise<void>;
}

export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
  database?: string,
): Promise<T> {
  const at = new URL(url);
  if (database) at.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: at.toString() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function startWorld(
  begin: () => Promise<TestServer>,
  version: number,
  canaries: string[],
): Promise<Stand> {
  const server = await begin();
  await withClient(
    server.url,
    async (client) => {
      for (const statement of seed(version)) await client.query(statement);
      const kept = await client.query<{ p: string }>(
        "SELECT rolpassword AS p FROM pg_authid WHERE rolpassword IS NOT NULL",
      );
      canaries.push(...kept.rows.map((row) => row.p));
    },
    "postgres",
  );
  await withClient(
    server.url,
    (client) => client.query("CREATE TABLE t (); GRANT SELECT ON t TO elsewhere"),
    "other",
  );
  const { host } = new URL(server.url);
  const held = new pg.Client({
    connectionString: `postgresql://orders_svc:${word("orders")}@${host}/shop?application_name=orders-api`,
  });
  held.on("error", () => undefined);
  await held.connect();
  await held.query("SELECT 1");
  return { server, url: `tcp://${host}`, held };
}

/** A stand for the tests of the suite that calls this; asked for before they run, it throws. */
export function useStand(
  begin: () => Promise<TestServer>,
  version: number,
  canaries: string[] = [],
): () => Stand {
  let stand: Stand | undefined;
  beforeAll(async () => {
    stand = await startWorld(begin, version, canaries);
  }, 120_000);
  afterAll(async () => {
    await stand?.held.end().catch(() => undefined);
    await stand?.server.stop();
  });
  return () => {
    if (!stand) throw new Error("The server has not been started yet");
    return stand;
  };
}

export const configFor = (url: string, changes: Partial<PostgresConfig> = {}): PostgresConfig => ({
  host: new URL(url).hostname,
  port: Number(new URL(url).port),
  database: "postgres",
  otherDatabases: [],
  user: "muster_reader",
  password: word("reader"),
  tls: "disable",
  ...changes,
});
const limits = { connectMs: 1_000, statementMs: 1_000, queryMs: 1_200 };
export const connector = postgresql(limits);

/** Every record of every stream of a connection. */
export async function allRecords(connection: Connection): Promise<SourceRecord[]> {
  const streams = Object.values(await streamPages(connection));
  return streams.flat().flatMap(({ records }) => records);
}

/** Reads a stand through the connector, each time on a connection of its own. */
export function standReader(openIo: () => ConnectorIo & { close(): Promise<void> }) {
  async function using<T>(
    config: PostgresConfig,
    work: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    const io = openIo();
    const connection = await connector.connect(manifest.config.parse(config), io);
    try {
      return await work(connection);
    } finally {
      await connection.close?.();
      await io.close();
    }
  }

  const readAll = (config: PostgresConfig): Promise<SourceRecord[]> => using(config, allRecords);

  const verify = (config: PostgresConfig): Promise<Verification> =>
    using(config, (connection) => connection.verify());
  return { using, readAll, verify };
}
