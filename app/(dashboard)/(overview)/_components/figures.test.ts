import { describe, expect, it } from "vitest";
import { changeText, dayText } from "./figures";

const today = "2026-11-21T08:00:00.000Z";
const figure = { beforeDay: "2026-10-24", query: "" };

describe("the change of a figure", () => {
  it("names direction, size and day, and never invents a comparison", () => {
    expect(changeText({ ...figure, now: 12, before: 10 }, today)).toBe("+2 since 24 Oct");
    expect(changeText({ ...figure, now: 8, before: 10 }, today)).toBe("−2 since 24 Oct");
    expect(changeText({ ...figure, now: 8, before: 8 }, today)).toBe("Unchanged since 24 Oct");
    expect(changeText({ ...figure, now: 8, before: null, beforeDay: null }, today)).toBe(
      "No reading from a month ago",
    );
  });

  it("says the year of a day only when it is another one", () => {
    expect(dayText("2025-12-31", today)).toBe("31 Dec 2025");
  });
});
