import { expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { postgresVersions } from "@/lib/testing/postgres-server";
import { configFor, standReader, useStand, withClient } from "./testing/stand";

const [newest] = postgresVersions;
if (!newest) throw new Error("no server to test against");
const stand = useStand(newest.begin, newest.version);
const { readAll } = standReader(testConnectorIo);

test("who may call PostgreSQL's own functions over the server's files is no mere reader of objects", async () => {
  const grants = [
    "CREATE ROLE rewinds LOGIN",
    "GRANT EXECUTE ON FUNCTION pg_read_binary_file(text) TO rewinds",
    "CREATE ROLE exports LOGIN",
    "GRANT EXECUTE ON FUNCTION lo_export(oid, text) TO exports",
    "CREATE ROLE calls LOGIN",
    "CREATE FUNCTION public.pg_read_file(x int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "REVOKE ALL ON FUNCTION public.pg_read_file(int) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION public.pg_read_file(int) TO calls",
  ];
  await withClient(
    stand().server.url,
    async (client) => {
      for (const grant of grants) await client.query(grant);
      await client.query("SET SESSION AUTHORIZATION rewinds");
      const read = await client.query(
        "SELECT pg_read_binary_file('PG_VERSION') IS NOT NULL AS has",
      );
      expect(read.rows).toEqual([{ has: true }]);
    },
    "postgres",
  );
  const records = await readAll(configFor(stand().url));
  const told = (name: string) => {
    const role = records.find((one) => one.type === "identity" && one.name === name);
    if (role?.type !== "identity") throw new Error(`no role ${name}`);
    const { privilege } = role.facts;
    const held = records.flatMap((one) =>
      one.type === "grant" && one.identityExternalId === role.externalId
        ? [`${one.entitlement}: ${one.level}`]
        : [],
    );
    return [privilege.state === "known" ? privilege.value.level : privilege.reason, ...held];
  };
  expect(told("rewinds")).toEqual(["high", "EXECUTE, reads files of the server: high"]);
  expect(told("exports")).toEqual(["admin", "EXECUTE, writes files of the server: admin"]);
  expect(told("calls")).toEqual(["read", "EXECUTE: read"]);
});
