import { describe, expect, it } from "vitest";
import { secretAgeFloors } from "@/lib/use-cases/overview/secret-ages";
import { barsWithin, binsOf, pastOf } from "./secret-ages";

const age = (fromDays: number, past: boolean, identities: number) => ({
  identityClass: "ai_tool_token",
  fromDays,
  past,
  identities,
});

describe("the histogram of secret ages", () => {
  it("has a bar for every span that is counted, and one for the unknown", () => {
    const bins = binsOf(secretAgeFloors.map((from) => age(from, false, 1)));
    expect(bins.map((bin) => bin.within)).toEqual([1, 1, 1, 1, 1, 1, 1, 0]);
    expect(bins.at(-1)?.label).toBe("Unknown");
  });

  it("judges only what is known: an unknown age is neither past nor within", () => {
    const ages = [age(0, false, 6), age(90, true, 3), age(-1, false, 50), age(-1, true, 1)];
    expect(pastOf(ages)).toEqual({ past: 4, judged: 10 });
  });

  it("draws the policy's line between bars", () => {
    expect([30, 90].map(barsWithin)).toEqual([1, 3]);
  });
});
