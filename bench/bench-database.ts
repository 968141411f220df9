import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { closeDb } from "@/lib/infra/db";
import { startEmbeddedPostgres } from "@/lib/infra/embedded-postgres";
import { resetEnv } from "@/lib/infra/env";
import { newKey } from "@/lib/infra/keys";
import { migrate } from "@/lib/infra/migrate";

export interface BenchDatabase {
  url: string;
  /** Runs a statement as the database's owner: the application's own role may not do everything. */
  asOwner(statement: string): Promise<Record<string, unknown>[]>;
  end(): Promise<void>;
}

/**
 * A migrated PostgreSQL with the product's own settings. `MUSTER_BENCH_DIR` keeps the folder
 * between runs, which saves the seeding.
 */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const kept = process.env.MUSTER_BENCH_DIR;
  const directory = kept ?? mkdtempSync(path.join(os.tmpdir(), "muster-bench-"));
  chmodSync(directory, 0o755);
  const server = await startEmbeddedPostgres({ directory });
  await migrate(server.url);
  const now = new Date();
  process.env.DATABASE_URL = server.url;
  process.env.MUSTER_KEYS = JSON.stringify({
    version: 1,
    keys: (["seal", "audit", "session", "token", "evidence"] as const).map((purpose) =>
      newKey(purpose, now),
    ),
  });
  process.env.MUSTER_LOG_LEVEL = "silent";
  resetEnv();
  return {
    url: server.url,
    async asOwner(statement) {
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(statement)).rows;
      } finally {
        await client.end();
      }
    },
    async end() {
      await closeDb();
      await server.stop();
      if (kept) return;
      rmSync(directory, { recursive: true, force: true });
      rmSync(server.directory, { recursive: true, force: true });
    },
  };
}

/** Milliseconds that the work took. */
export async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
