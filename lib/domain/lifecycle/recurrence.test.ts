import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandsBelow, bandsFrom, nextOpening, openingAt, riskLines } from "./recurrence";

const first = new Date("2026-01-31T09:30:00Z");
const calendar = fc.constantFrom("monthly", "quarterly");
const moment = fc.date({
  min: new Date("2000-01-01T00:00:00Z"),
  max: new Date("2100-01-01T00:00:00Z"),
  noInvalidDate: true,
});

describe("a review that opens again by itself", () => {
  it("keeps the day of its first opening, or takes the last day of a shorter month", () => {
    const monthly = [1, 2, 3, 13].map((nth) => openingAt(first, "monthly", nth).toISOString());
    expect(monthly).toEqual([
      "2026-02-28T09:30:00.000Z",
      "2026-03-31T09:30:00.000Z",
      "2026-04-30T09:30:00.000Z",
      "2027-02-28T09:30:00.000Z",
    ]);
    expect(openingAt(first, "quarterly", 1).toISOString()).toBe("2026-04-30T09:30:00.000Z");
    expect(openingAt(first, "quarterly", 4).toISOString()).toBe("2027-01-31T09:30:00.000Z");
  });

  it("opens once a month, never twice and never before the last one", () => {
    fc.assert(
      fc.property(moment, calendar, fc.nat(200), (from, repeats, nth) => {
        const [one, next] = [openingAt(from, repeats, nth), openingAt(from, repeats, nth + 1)];
        const months =
          (next.getUTCFullYear() - one.getUTCFullYear()) * 12 +
          next.getUTCMonth() -
          one.getUTCMonth();
        expect(months).toBe(repeats === "monthly" ? 1 : 3);
        expect(next.getUTCHours()).toBe(from.getUTCHours());
      }),
    );
  });

  it("has its next opening after now, and does not make up for what it slept through", () => {
    fc.assert(
      fc.property(moment, calendar, fc.nat(4_000), (from, repeats, days) => {
        const now = new Date(from.getTime() + days * 86_400_000);
        const { nth, at } = nextOpening(from, repeats, 1, now);
        expect(at.getTime()).toBeGreaterThan(now.getTime());
        expect(at).toEqual(openingAt(from, repeats, nth));
        const last = openingAt(from, repeats, Math.max(0, nth - 1));
        expect(last.getTime()).toBeLessThanOrEqual(now.getTime());
      }),
    );
  });
});

describe("a risk that rose above a line", () => {
  it("comes from a band below the line into one that is not", () => {
    for (const line of riskLines) {
      expect(bandsFrom(line)).toContain(line);
      expect(bandsBelow(line).some((band) => bandsFrom(line).includes(band))).toBe(false);
    }
    expect(bandsFrom("high")).toEqual(["high", "critical"]);
    expect(bandsBelow("high")).toEqual(["unknown", "low", "medium"]);
  });
});
