import { expect, it } from "vitest";
import { minuteOf, timeOf } from "./clock-text";

it("every minute of the day survives the way to the field and back", () => {
  for (let minute = 0; minute < 1_440; minute += 1) expect(minuteOf(timeOf(minute))).toBe(minute);
});

it("what is not yet a time is no time", () => {
  expect(["", "7:3", "24:00", "12:60", "ab:cd"].map(minuteOf)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});
