import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { copyRows } from "@/lib/infra/copy-rows";
import { closeDb, db, inTransaction, sql } from "@/lib/infra/db";
import { resetEnv } from "@/lib/infra/env";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { type SilentRelay, silentRelay } from "@/lib/testing/silent-relay";
import { defineCommand } from "@/lib/use-cases/define-command";
import { checkHealth } from "@/lib/use-cases/settings/check-health";
import { errorResponse } from "./error-response";

useDatabase();

let relay: SilentRelay;
let observer: pg.Client;

beforeAll(async () => {
  await closeDb();
  const direct = process.env.DATABASE_URL ?? "";
  observer = new pg.Client({ connectionString: direct });
  await observer.connect();
  relay = await silentRelay(direct);
  process.env.DATABASE_URL = relay.url;
  resetEnv();
});
afterAll(async () => {
  await observer.end();
  relay.close();
});

const asleep = async (): Promise<number> =>
  (
    await observer.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
       AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()`,
    )
  ).rows.length;

const remember = defineCommand({
  name: "setting.change",
  event: "setting.changed",
  permission: "setting:change",
  input: z.strictObject({ name: z.string() }),
  run: async ({ tx, input: { name } }) => ({
    result: await tx.setting.create({ data: { name, value: true } }),
  }),
});

/** Each way in which the product asks, in the middle of a statement when the silence begins. */
const underWay: Record<string, () => Promise<unknown>> = {
  "a statement": () => sql("SELECT pg_sleep(20)"),
  "a statement of a transaction": () =>
    inTransaction((client) => client.query("SELECT pg_sleep(20)")),
  "a statement without a limit": () =>
    inTransaction(async (client) => {
      await client.query("SET LOCAL statement_timeout = 0");
      await client.query("SELECT pg_sleep(20)");
    }),
  "the ORM": () => db().$executeRaw`SELECT pg_sleep(20)`,
  "a transaction of the ORM": () =>
    db().$transaction((tx) => tx.$executeRaw`SELECT pg_sleep(20)`, { timeout: 30_000 }),
};

/** Asked of a database that is silent already, over connections that seem to be good. */
const afterwards: Record<string, () => Promise<unknown>> = {
  "a command": () => remember(personContext("admin"), { name: "lost" }),
  "a query": () => db().setting.findMany(),
  "rows that are sent": () =>
    inTransaction((client) => copyRows(client, "setting", { name: "text" }, [{ name: "x" }])),
};

const answerOf = async (name: string, work: () => Promise<unknown>) => {
  const error = await work().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error === null) return [name, "answered"];
  const response = errorResponse(error, "test");
  const { error: told } = (await response.json()) as { error: { message: string } };
  return [name, response.status, told.message];
};

it("a database that goes silent in a statement ends every request with its error, and is used again once it answers", async () => {
  await Promise.all(Array.from({ length: 8 }, () => db().$executeRaw`SELECT pg_sleep(0.2)`));
  const before = Object.entries(underWay).map(([name, work]) => answerOf(name, work));
  await expect.poll(asleep, { timeout: 15_000 }).toBe(before.length);
  relay.silence();
  const after = Object.entries(afterwards).map(([name, work]) => answerOf(name, work));
  expect(await checkHealth()).toEqual({ ok: false, database: "down" });

  const said = "The database does not answer. Nothing was changed; try again in a moment.";
  const names = [...Object.keys(underWay), ...Object.keys(afterwards)];
  expect(await Promise.all([...before, ...after])).toEqual(names.map((name) => [name, 503, said]));

  relay.speak();
  await remember(personContext("admin"), { name: "kept" });
  expect(await checkHealth()).toEqual({ ok: true, database: "up" });
  expect((await db().setting.findMany()).map(({ name }) => name)).toEqual(["kept"]);
});

it("a change whose commit nobody answers may be done: nothing else is said, and nothing is refused in the log", async () => {
  await remember(personContext("admin"), { name: "first" });
  relay.silenceAfter("COMMIT");
  const told = await answerOf("a commit", () =>
    remember(personContext("admin"), { name: "second" }),
  );
  expect(told).toEqual(["a commit", 503, expect.stringContaining("it may be done or not")]);
  relay.speak();
  expect((await db().setting.findMany()).map(({ name }) => name)).toContain("second");
  const outcomes = await db().auditEvent.findMany({ orderBy: { seq: "desc" }, take: 1 });
  expect(outcomes).toMatchObject([{ event: "setting.changed", outcome: "done" }]);
});
