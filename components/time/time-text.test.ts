import { describe, expect, it } from "vitest";
import { agoText, durationText, exactTime, withExactTimes } from "./time-text";

const now = Date.parse("2026-11-21T12:00:00.000Z");

describe("times in words", () => {
  it.each([
    ["2026-11-21T11:59:40.000Z", "just now"],
    ["2026-11-21T11:55:00.000Z", "5 min ago"],
    ["2026-11-21T09:00:00.000Z", "3 h ago"],
    ["2026-11-11T12:00:00.000Z", "10 d ago"],
    ["2026-05-21T12:00:00.000Z", "6 mo ago"],
    ["2020-11-01T12:00:00.000Z", "6 y ago"],
    ["2026-11-21T14:00:00.000Z", "in 2 h"],
  ])("says %s as %s", (iso, text) => {
    expect(agoText(iso, now)).toBe(text);
  });

  it("always names the zone of an exact time", () => {
    expect(exactTime("2026-11-21T04:10:33.123Z")).toBe("2026-11-21 04:10 UTC");
  });

  it("leaves no raw instant in what a rule wrote, and days as they are", () => {
    const written = "2025-05-09T17:07:55.169Z, 2025-05-09T17:07Z; due 2026-01-02";
    expect(withExactTimes(written)).toBe(
      "2025-05-09 17:07 UTC, 2025-05-09 17:07 UTC; due 2026-01-02",
    );
  });

  it("gives durations in at most two units", () => {
    expect([900, 80_000, 11_100_000].map(durationText)).toEqual(["1 s", "1 min 20 s", "3 h 5 min"]);
  });
});
