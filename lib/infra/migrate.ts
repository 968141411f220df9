import { Client } from "pg";
import { DomainError } from "../domain/errors";
import { prepareQueues } from "./queue";
import { applyMigrations, isMigrated } from "./schema-engine";

const migrationLock = 7_061_973;

/** Brings the database to this version's schema, one process at a time. Returns what was applied. */
export async function migrate(connectionString: string): Promise<string[]> {
  const guard = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
  await guard.connect().catch((error: unknown) => {
    throw new DomainError("unavailable", unreachable(connectionString, error));
  });
  try {
    await guard.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    const applied = (await isMigrated(guard)) ? [] : await applyMigrations(connectionString);
    await prepareQueues(connectionString);
    await guard.query("CALL muster_grant_app_role()");
    return applied;
  } finally {
    await guard.end();
  }
}

function unreachable(connectionString: string, error: unknown): string {
  const target = new URL(connectionString);
  const cause = error instanceof Error ? error.message || error.name : "no answer";
  return `The database at ${target.host}${target.pathname} cannot be reached (${cause}). Check DATABASE_URL and that PostgreSQL is running, then start again.`;
}
