import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient, type Prisma } from "@/prisma/generated/client";
import { DomainError } from "../domain/errors";
import { env } from "./env";
import { createSilenceWatch } from "./silence-watch";

export { Prisma } from "@/prisma/generated/client";
export type Db = PrismaClient;
/** A transaction: what a command's `run` and every append to the audit log receive. */
export type Tx = Prisma.TransactionClient;

/** Seconds until a connection attempt gives up; Prisma's default would wait for ever. */
const connectTimeoutMs = 5_000;
const statementTimeoutMs = 30_000;
/** The system's own default is two hours. */
const keepAliveAfterMs = 10_000;

interface Handle {
  url: string;
  prisma: PrismaClient;
  pool: pg.Pool;
}
const holder = globalThis as unknown as { musterDb?: Handle };

export function databaseUrl(): string {
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) {
    throw new DomainError(
      "unavailable",
      "DATABASE_URL is not set. npm start sets it for the embedded database; for your own PostgreSQL set it yourself.",
    );
  }
  return DATABASE_URL;
}

/** Restricts the connection to the application's role where the migration could create one. */
function poolConfig(connectionString: string): pg.PoolConfig {
  return {
    connectionString,
    max: env().MUSTER_POOL_MAX,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    statement_timeout: statementTimeoutMs,
    application_name: "muster",
  };
}

const noSuchFunction = "42883";

/** The ORM writes instants without a zone, so that a server elsewhere would keep others. */
const inUtc = "SET TIME ZONE 'UTC'";
/** The server lets go of the locks of a process that it no longer reaches. */
const noticeSilence = `SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5;
  SET tcp_keepalives_count = 4; SET tcp_user_timeout = 30000`;

/** Works as the restricted role; before the first migration there is none yet. */
async function begin(client: pg.ClientBase): Promise<void> {
  await client.query(`${inUtc}; ${noticeSilence}`);
  await client.query("SELECT muster_enter_app_role()").catch((error: unknown) => {
    if ((error as { code?: string }).code !== noSuchFunction) throw error;
  });
}

function open(): Handle {
  const url = databaseUrl();
  if (holder.musterDb?.url === url) return holder.musterDb;
  // pg awaits what this returns before it hands the connection out; its types do not say so.
  const watch = createSilenceWatch(url);
  const onConnect = ((client) => watch(client).then(() => begin(client))) as (
    client: pg.ClientBase,
  ) => void;
  const pool = new pg.Pool({ ...poolConfig(url), onConnect });
  pool.on("error", () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  holder.musterDb = { url, prisma, pool };
  return holder.musterDb;
}

/** The ORM, for rows in small numbers. Hot paths use `sql` below. */
export const db = (): PrismaClient => open().prisma;

/** The same pool, for bulk SQL, keyset lists, streams and facets. */
export const pool = (): pg.Pool => open().pool;

/** Rows of one parametrised statement. */
export async function sql<Row extends pg.QueryResultRow>(
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const result = await pool().query<Row>(text, values as unknown[]);
  return result.rows;
}

/** Runs `work` in one transaction on one connection, for bulk SQL. Rolls back when it throws. */
export async function inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

export async function closeDb(): Promise<void> {
  const handle = holder.musterDb;
  delete holder.musterDb;
  if (!handle) return;
  await handle.prisma.$disconnect();
  await handle.pool.end().catch(() => undefined);
}
