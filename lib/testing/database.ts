import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { closeDb } from "../infra/db";
import { resetEnv } from "../infra/env";
import { newKey, type KeyRing } from "../infra/keys";

async function asAdmin(statement: string): Promise<void> {
  const url = new URL(inject("adminUrl"));
  url.pathname = "/postgres";
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Points this process at one more migrated, empty database, under the same keys. */
export async function switchToEmptyDatabase(): Promise<void> {
  await closeDb();
  const name = `t_${randomBytes(6).toString("hex")}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE muster`);
  const url = new URL(inject("adminUrl"));
  url.pathname = `/${name}`;
  process.env.DATABASE_URL = url.toString();
  resetEnv();
}

/** A migrated database of its own and fresh keys for the test file that calls this at its top. */
export function useDatabase(): void {
  const name = `t_${randomBytes(6).toString("hex")}`;
  beforeAll(async () => {
    await asAdmin(`CREATE DATABASE ${name} TEMPLATE muster`);
    const url = new URL(inject("adminUrl"));
    url.pathname = `/${name}`;
    const now = new Date();
    const ring: KeyRing = {
      version: 1,
      keys: (["seal", "audit", "session", "token", "evidence"] as const).map((purpose) =>
        newKey(purpose, now),
      ),
    };
    process.env.DATABASE_URL = url.toString();
    process.env.MUSTER_KEYS = JSON.stringify(ring);
    process.env.MUSTER_LOG_LEVEL = "silent";
    resetEnv();
  });
  afterAll(async () => {
    await closeDb();
    await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
}
