import { describe, expect, it } from "vitest";
import { boundedWidth, printWidths, readWidths, tracksOf } from "./column-widths";

const columns = [
  { id: "name", width: 200 },
  { id: "source", width: 112 },
];

describe("widths of columns", () => {
  it("come back from an address as they were put there, and nothing else comes with them", () => {
    const widths = { name: 320, lastUsed: 90 };
    expect(readWidths(printWidths(widths))).toEqual(widths);
    expect(readWidths(["name", "name.", "name.x", "na me.20", "url(x).5", "name.99999"])).toEqual(
      {},
    );
  });

  it("never make a column vanish or fill more than a screen", () => {
    expect(readWidths(["name.0", "source.9999"])).toEqual({ name: 56, source: 1_600 });
    expect(boundedWidth(-40)).toBe(56);
  });

  it("leave the rest to the first column until it has a width of its own", () => {
    expect(tracksOf(columns, { source: 240 })).toEqual({
      template: "minmax(200px, 1fr) 240px",
      minWidth: 440,
    });
    expect(tracksOf(columns, { name: 320 }).template).toBe("320px 112px");
  });
});
