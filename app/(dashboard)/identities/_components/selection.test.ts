import { expect, test } from "vitest";
import { mostTicked, rangeOf, tick, untick } from "./selection";

const rows = Array.from({ length: mostTicked + 200 }, (_, at) => `row-${at}`);

test("a range of more rows than one command takes ticks as many as fit, and says that it was cut", () => {
  const all = tick(new Set(), rangeOf(rows, "row-0", "row-1199"));
  expect([all.ids.size, all.cut]).toEqual([mostTicked, true]);
  expect([...all.ids]).toEqual(rows.slice(0, mostTicked));
});

test("a full selection takes no further row until one is given back", () => {
  const full = tick(new Set(), rows.slice(0, mostTicked));
  expect(full.cut).toBe(false);
  const beyond = tick(full.ids, ["row-1100"]);
  expect([beyond.ids.size, beyond.ids.has("row-1100"), beyond.cut]).toEqual([1_000, false, true]);
  const again = tick(untick(full.ids, ["row-3"]).ids, ["row-1100"]);
  expect([again.ids.size, again.ids.has("row-1100"), again.cut]).toEqual([1_000, true, false]);
  expect(tick(full.ids, ["row-3"]).cut).toBe(false);
});

test("a range runs either way, and is one row where nothing was ticked before", () => {
  expect(rangeOf(rows, "row-5", "row-3")).toEqual(["row-3", "row-4", "row-5"]);
  expect(rangeOf(rows, null, "row-3")).toEqual(["row-3"]);
  expect(rangeOf(rows, "gone", "row-3")).toEqual(["row-3"]);
});
