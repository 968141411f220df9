import { expect, test } from "vitest";
import { useDatabase } from "../testing/database";
import { createConnectorIo } from "./connector-io";
import { db } from "./db";

useDatabase();

const ioOf = (sourceId: string, signal = new AbortController().signal) =>
  createConnectorIo({ sourceId, signal, onWaiting: () => undefined });

test("the cache of one source keeps its values between runs and is not seen by another", async () => {
  const make = (name: string) =>
    db().source.create({ data: { connectorId: "github", name, config: {} } });
  const [one, two] = [await make("one"), await make("two")];
  await ioOf(one.id).cache.set("etag", "W/1");
  await ioOf(one.id).cache.set("etag", "W/2");
  expect(await ioOf(one.id).cache.get("etag")).toBe("W/2");
  expect(await ioOf(two.id).cache.get("etag")).toBeNull();
});

test("a stopped run makes no further call", async () => {
  const run = new AbortController();
  run.abort(new Error("the run was cancelled"));
  await expect(ioOf("0", run.signal).fetch("https://api.example/")).rejects.toThrow(
    "the run was cancelled",
  );
});

test("a source that is only being checked keeps nothing, and that is no error", async () => {
  const { cache } = ioOf("0190a8c2-7b1d-7c3e-9f00-0123456789ab");
  await cache.set("etag", "W/1");
  expect(await cache.get("etag")).toBeNull();
});
