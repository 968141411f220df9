import { expect, test } from "vitest";
import { z } from "zod";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { recallJson } from "./recall-json";

const names = z.array(z.string());

test("what was kept comes back, and what cannot be read any more counts as forgotten", async () => {
  const { cache } = testConnectorIo();
  expect(await recallJson(cache, "names", names)).toBeNull();
  for (const [kept, known] of [
    ['["a","b"]', ["a", "b"]],
    ["[", null],
    ["[1]", null],
    ["null", null],
  ] as const) {
    await cache.set("names", kept);
    expect(await recallJson(cache, "names", names)).toEqual(known);
  }
});

test("a memory that cannot be reached is an error, not forgotten", async () => {
  const cache = { ...testConnectorIo().cache, get: () => Promise.reject(new Error("gone")) };
  await expect(recallJson(cache, "names", names)).rejects.toThrow("gone");
});
