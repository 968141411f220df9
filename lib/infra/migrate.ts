import { Client } from "pg";
import { DomainError } from "../domain/errors";
import { prepareQueues } from "./queue";
import { applyMigrations, isMigrated } from "./schema-engine";

const migrationLock = 7_061_973;

/**
 * Brings the database to this version's schema, one process at a time. Returns what was applied.
 * One that holds no version of Muster is begun only where that is meant.
 */
export async function migrate(
  connectionString: string,
  { mayBegin = true }: { mayBegin?: boolean } = {},
): Promise<string[]> {
  const guard = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
  await guard.connect().catch((error: unknown) => {
    throw new DomainError("unavailable", unreachable(connectionString, error));
  });
  try {
    await guard.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    if (!mayBegin) await requireVersion(guard, connectionString);
    const applied = (await isMigrated(guard)) ? [] : await applyMigrations(connectionString);
    await prepareQueues(connectionString);
    await guard.query("CALL muster_grant_app_role()");
    return applied;
  } finally {
    await guard.end();
  }
}

async function requireVersion(client: Client, connectionString: string): Promise<void> {
  const { rows } = await client.query("SELECT 1 WHERE to_regclass('audit_event') IS NOT NULL");
  if (rows.length > 0) return;
  const target = new URL(connectionString);
  throw new DomainError(
    "invalid_input",
    `The database at ${target.host}${target.pathname} holds no installation of Muster. Check DATABASE_URL. Nothing was created.`,
  );
}

function unreachable(connectionString: string, error: unknown): string {
  const target = new URL(connectionString);
  const cause = error instanceof Error ? error.message || error.name : "no answer";
  return `The database at ${target.host}${target.pathname} cannot be reached (${cause}). Check DATABASE_URL and that PostgreSQL is running, then start again.`;
}
