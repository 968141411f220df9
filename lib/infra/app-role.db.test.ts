import { expect, it } from "vitest";
import { useDatabase } from "../testing/database";
import { closeDb, inTransaction, sql } from "./db";

useDatabase();

const asOwner = (statement: string): Promise<void> =>
  inTransaction(async (client) => {
    await client.query("SET LOCAL ROLE NONE");
    await client.query(statement);
  }).then(closeDb);

const role = async () => (await sql<{ role: string }>("SELECT current_user AS role"))[0]?.role;

it("a connection works as the restricted role, or not at all where it could not enter it", async () => {
  expect(await role()).toBe("muster_app");
  await asOwner(`CREATE OR REPLACE FUNCTION muster_enter_app_role() RETURNS void LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = 'insufficient_resources'; END $$`);
  await expect(role()).rejects.toThrow("not now");
});
