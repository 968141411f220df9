import { chmod, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { startEmbeddedPostgres } from "../infra/embedded-postgres";
import { migrate } from "../infra/migrate";

declare module "vitest" {
  export interface ProvidedContext {
    adminUrl: string;
  }
}

/** Starts one PostgreSQL for the run; each test file gets its own copy of a migrated template. */
export default async function setup(project: {
  provide(key: "adminUrl", value: string): void;
}): Promise<() => Promise<void>> {
  const base = process.env.MUSTER_TEST_DIR ?? "/tmp";
  const directory = await mkdtemp(path.join(base, "muster-test-"));
  await chmod(directory, 0o755);
  const server = await startEmbeddedPostgres({
    directory,
    settings: ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
  });
  await migrate(server.url);
  project.provide("adminUrl", server.url);
  return async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
    await rm(server.directory, { recursive: true, force: true });
  };
}
