import { describe, expect, it } from "vitest";
import { changeText, percent } from "./figures";

describe("the change of a figure", () => {
  it("names direction, size and day, and never invents a comparison", () => {
    const beforeDay = "2026-10-24";
    expect(changeText({ now: 12, before: 10, beforeDay })).toBe("+2 since 24 Oct");
    expect(changeText({ now: 8, before: 10, beforeDay })).toBe("−2 since 24 Oct");
    expect(changeText({ now: 8, before: 8, beforeDay })).toBe("Unchanged since 24 Oct");
    expect(changeText({ now: 8, before: null, beforeDay: null })).toContain("No figure");
    expect(changeText({ now: null, before: 3, beforeDay })).toBe("Not counted yet");
  });

  it("gives no share of nothing", () => {
    expect(percent(0, 0)).toBe("0 %");
  });
});
