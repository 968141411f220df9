import pg from "pg";
import { afterEach, expect, it } from "vitest";
import { useDatabase } from "../testing/database";
import { type SilentRelay, silentRelay } from "../testing/silent-relay";
import { createSilenceWatch } from "./silence-watch";

useDatabase();

const limits = { quietMs: 200, everyMs: 50, patienceMs: 2_000 };
let relay: SilentRelay;
let client: pg.Client;

/** A connection through the relay that has been watched from its start. */
async function connect(): Promise<void> {
  relay = await silentRelay(process.env.DATABASE_URL ?? "");
  client = new pg.Client({ connectionString: relay.url });
  await client.connect();
  await createSilenceWatch(relay.url, limits)(client);
}
afterEach(async () => {
  await client.end().catch(() => undefined);
  relay.close();
});

it("a statement that the database is still at work on is never ended, however long it takes", async () => {
  await connect();
  const { rows } = await client.query("SELECT 1 AS done FROM pg_sleep(4)");
  expect(rows).toEqual([{ done: 1 }]);
});

it("a connection of which only the network knows that it is gone is ended while others answer", async () => {
  await connect();
  const lost = client.query("SELECT pg_sleep(60)");
  relay.silence();
  relay.speak();
  await expect(lost).rejects.toThrow("Connection terminated");
  await expect(client.query("SELECT 1")).rejects.toThrow("not queryable");
});

it("a connection that waits for nothing is left alone", async () => {
  await connect();
  await client.query("BEGIN");
  await client.query("SELECT pg_sleep(0.5)");
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect((await client.query("SELECT 1 AS kept")).rows).toEqual([{ kept: 1 }]);
});
