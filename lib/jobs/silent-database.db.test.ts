import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { closeDb } from "@/lib/infra/db";
import { resetEnv } from "@/lib/infra/env";
import { useDatabase } from "@/lib/testing/database";
import { type SilentRelay, silentRelay } from "@/lib/testing/silent-relay";
import { startWorker } from "./start-worker";

useDatabase();

let relay: SilentRelay;
let observer: pg.Client;
let stop: () => Promise<void>;

beforeAll(async () => {
  const direct = process.env.DATABASE_URL ?? "";
  observer = new pg.Client({ connectionString: direct });
  await observer.connect();
  relay = await silentRelay(direct);
  await closeDb();
  process.env.DATABASE_URL = relay.url;
  resetEnv();
  stop = await startWorker();
});
afterAll(async () => {
  await stop();
  await observer.end();
  relay.close();
});

const enqueue = () =>
  observer.query<{ id: string }>(
    "INSERT INTO pgboss.job (name, data) VALUES ('sweep-sessions', '{}') RETURNING id",
  );
const stateOf = async (id: string | undefined) =>
  (await observer.query("SELECT state FROM pgboss.job WHERE id = $1", [id])).rows[0]?.state;
/** Enqueues a job and waits for its end. */
const worked = async (): Promise<boolean> => {
  const { rows } = await enqueue();
  await vi.waitFor(async () => expect(await stateOf(rows[0]?.id)).toBe("completed"), 60_000);
  return true;
};

it("a worker whose database went silent works on as soon as it answers, without a restart", async () => {
  expect(await worked()).toBe(true);
  relay.silence();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  relay.speak();
  expect(await worked()).toBe(true);
});
