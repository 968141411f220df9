import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultSchedule, departure, isTimeZone, nextLocalMinute } from "./schedule";

const berlin = { timeZone: "Europe/Berlin", quietFrom: 22 * 60, quietTo: 7 * 60, digestAt: 480 };
const now = (iso: string) => new Date(iso);
const atOnce = { mode: "now", isUrgent: false } as const;

describe("when a notice departs", () => {
  it("waits for the end of quiet hours that span midnight, in the person's own zone", () => {
    expect(departure(now("2026-01-10T21:30:00Z"), berlin, atOnce)).toEqual({
      state: "waiting",
      at: now("2026-01-11T06:00:00Z"),
    });
    expect(departure(now("2026-01-10T12:00:00Z"), berlin, atOnce).at).toEqual(
      now("2026-01-10T12:00:00Z"),
    );
  });

  it("is not held back when it is urgent, and never waits for a digest then", () => {
    const night = now("2026-01-10T23:30:00Z");
    for (const mode of ["now", "digest"] as const) {
      expect(departure(night, berlin, { mode, isUrgent: true })).toEqual({
        state: "waiting",
        at: night,
      });
    }
  });

  it("collects for the digest at the person's hour, over a change of summer time too", () => {
    const digest = { mode: "digest", isUrgent: false } as const;
    expect(departure(now("2026-03-28T12:00:00Z"), berlin, digest)).toEqual({
      state: "collecting",
      at: now("2026-03-29T06:00:00Z"),
    });
    expect(departure(now("2026-10-24T12:00:00Z"), berlin, digest).at).toEqual(
      now("2026-10-25T07:00:00Z"),
    );
    expect(departure(now("2026-10-24T12:00:00Z"), defaultSchedule, digest).at).toEqual(
      now("2026-10-25T08:00:00Z"),
    );
  });

  it("lies within the next 26 hours, whatever the zone, the time and the minute", () => {
    const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"];
    fc.assert(
      fc.property(
        fc.date({
          min: now("2020-01-01T00:00:00Z"),
          max: now("2035-01-01T00:00:00Z"),
          noInvalidDate: true,
        }),
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 1439 }),
        (at, zone, minute) => {
          const ahead = nextLocalMinute(at, minute, zone).getTime() - at.getTime();
          expect(ahead).toBeGreaterThan(0);
          expect(ahead).toBeLessThanOrEqual(26 * 3_600_000);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("knows which time zones exist", () => {
    expect(["Europe/Berlin", "UTC"].every(isTimeZone)).toBe(true);
    expect(["Middle/Earth", "", "<b>"].some(isTimeZone)).toBe(false);
  });
});
