import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "../testing/database";
import { migrate } from "./migrate";
import { isMigrated } from "./schema-engine";

useDatabase();

let client: pg.Client;
beforeAll(async () => {
  client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
});
afterAll(() => client.end());

describe("a start on a database that is up to date", () => {
  it("is told from one that lacks a migration, holds an edited one, or stopped within one", async () => {
    expect(await isMigrated(client)).toBe(true);
    const last = "(SELECT id FROM _prisma_migrations ORDER BY migration_name DESC LIMIT 1)";
    for (const change of [
      `DELETE FROM _prisma_migrations WHERE id = ${last}`,
      `UPDATE _prisma_migrations SET checksum = 'other' WHERE id = ${last}`,
      `UPDATE _prisma_migrations SET finished_at = NULL WHERE id = ${last}`,
      `INSERT INTO _prisma_migrations (id, migration_name, checksum, finished_at, started_at, applied_steps_count)
       VALUES ('x', '9999_of_a_newer_version', 'x', now(), now(), 1)`,
    ]) {
      await client.query("BEGIN");
      await client.query(change);
      expect([change, await isMigrated(client)]).toEqual([change, false]);
      await client.query("ROLLBACK");
    }
    expect(await migrate(process.env.DATABASE_URL ?? "")).toEqual([]);
  });

  it("is told from one that Muster has never seen", async () => {
    await client.query("BEGIN");
    await client.query("DROP TABLE _prisma_migrations");
    expect(await isMigrated(client)).toBe(false);
    await client.query("ROLLBACK");
  });
});
