import { expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { postgresVersions } from "@/lib/testing/postgres-server";
import { openClient } from "./client";
import { readServer } from "./cluster";
import { databaseReader } from "./databases";
import { manifest } from "./manifest";
import { listPrivileges } from "./streams/privileges";
import { configFor, useStand, withClient } from "./testing/stand";

const [newest] = postgresVersions;
if (!newest) throw new Error("no server to test against");
const stand = useStand(newest.begin, newest.version);
const limits = { connectMs: 5_000, statementMs: 5_000, queryMs: 6_000 };

/** Ids of all grants, two rows a page; `between` happens after each page. */
async function readIds(between: (page: number) => Promise<unknown> = async () => undefined) {
  const io = testConnectorIo();
  const config = manifest.config.parse(configFor(stand().url));
  const client = await openClient(config, io, limits);
  const server = await readServer(client);
  const reader = databaseReader(client, config, io, limits);
  const ids: string[] = [];
  let cursor: string | null = null;
  let page = 0;
  do {
    const read = await listPrivileges(reader, server, cursor, 2);
    ids.push(...read.records.flatMap((one) => (one.type === "grant" ? [one.externalId] : [])));
    cursor = read.nextCursor;
    await between((page += 1));
  } while (cursor !== null);
  await client.close();
  await io.close();
  return ids;
}

test("a privilege that is revoked while the rest is read hides no other, and none comes twice", async () => {
  const sql = (...statements: string[]) =>
    withClient(
      stand().server.url,
      async (client) => {
        for (const statement of statements) await client.query(statement);
      },
      "postgres",
    );
  const [early, late] = ["zz_early", "zz_late"];
  await sql(`CREATE ROLE ${early}`, `CREATE ROLE ${late}`);
  for (const database of ["aa", "bb", "cc"]) {
    await sql(
      `CREATE DATABASE ${database}`,
      `GRANT CREATE, TEMPORARY ON DATABASE ${database} TO ${early}, ${late}`,
    );
  }
  const before = await readIds();
  expect(new Set(before).size).toBe(before.length);
  const [id = ""] = before.filter((one) => one.endsWith("/CREATE")).slice(-6);
  const ofEarly = before.filter((one) => one.startsWith(id.slice(0, id.indexOf("/databases/"))));
  expect(ofEarly).toHaveLength(6);
  const lastOfEarly = Math.ceil((before.indexOf(ofEarly.at(-1) ?? "") + 1) / 2);
  const after = await readIds((page) =>
    page === lastOfEarly
      ? sql(`REVOKE ALL ON DATABASE aa, bb, cc FROM ${early}`)
      : Promise.resolve(),
  );
  expect(after).toEqual(before);
});
