import { describe, expect, it } from "vitest";
import { sourceRisk } from "./source-risk";

const bar = (key: string, critical: number, low: number, unknown = 0) => ({
  key,
  label: `Source ${key}`,
  query: `source:${key}`,
  bands: { critical, high: 0, medium: 0, low, unknown },
});
const large = Array.from({ length: 12 }, (_, at) => bar(`large-${at}`, 1, 1_000));

describe("the source with most at risk", () => {
  it("is found among all sources, however small, and stands first in the chart", () => {
    const { title, bars, sentence } = sourceRisk([...large, bar("small", 20, 0)]);
    expect(title).toBe("Source small has 20 at risk, more than any other source");
    expect(bars).toHaveLength(10);
    expect(bars[0]?.key).toBe("small");
    expect(sentence).toBe("Risk by source, most at risk first: 10 of 13.");
  });

  it("opens exactly what its title counts", () => {
    expect(sourceRisk([bar("a", 3, 0), bar("b", 2, 9)]).link).toEqual({
      href: `/identities?q=${encodeURIComponent("source:a band:critical,high")}`,
      label: "Show the 3 at risk",
    });
  });

  it("shares its place with those that have as many", () => {
    const { title, link } = sourceRisk([bar("a", 3, 0), bar("b", 3, 9), bar("c", 1, 9)]);
    expect(title).toBe("2 sources have 3 at risk each, more than any other");
    expect(link).toEqual({
      href: `/identities?q=${encodeURIComponent("source:b,a band:critical,high")}`,
      label: "Show the 6 at risk",
    });
    expect(sourceRisk(large).link).toBeUndefined();
  });

  it("is not said to be missing where risk is unknown", () => {
    expect(sourceRisk([bar("a", 0, 3), bar("b", 0, 1)]).title).toBe(
      "No source has identities at risk",
    );
    expect(sourceRisk([bar("a", 0, 0, 3), bar("b", 0, 0, 1)]).title).toBe(
      "The risk of no source is known",
    );
    expect(sourceRisk([bar("a", 0, 3, 2), bar("b", 0, 1)]).title).toBe(
      "No source has identities known to be at risk, 2 are unknown",
    );
  });
});
