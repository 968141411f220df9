import { expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { withSeenPrograms } from "./seen-programs";

const { cache } = testConnectorIo();
const seen = async (oid: string, name: string, ...programs: string[]) =>
  (await withSeenPrograms(cache, [{ oid, name, programs }]))[0]?.programs;

test("a role keeps the program that told what it is for, until one of another sort is seen", async () => {
  expect(await seen("1", "xyz")).toEqual([]);
  expect(await seen("1", "xyz", "reports", "psql")).toEqual(["psql"]);
  expect(await seen("1", "xyz")).toEqual(["psql"]);
  expect(await seen("1", "xyz", "pgAdmin 4 - CONN:4711")).toEqual(["psql"]);
  expect(await seen("1", "xyz", "reports")).toEqual(["psql"]);
  expect(await seen("1", "xyz", "psycopg")).toEqual(["psycopg"]);
  expect(await seen("2", "xyz2")).toEqual([]);
});

test("a role whose name tells what it is for needs no program", async () => {
  expect(await seen("3", "orders-svc", "psql")).toEqual(["psql"]);
  expect(await seen("3", "orders-svc")).toEqual([]);
});

test("a memory that cannot be read is none", async () => {
  await cache.set("telling-programs", "{");
  expect(await seen("1", "xyz")).toEqual([]);
});
