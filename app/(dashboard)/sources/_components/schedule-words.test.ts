import { expect, it } from "vitest";
import { scheduleText } from "./schedule-words";

it("says how often a source is read, and what starts a reading where nothing is scheduled", () => {
  const source = { isSample: false, schedulable: true, syncEveryMinutes: 360 };
  expect(scheduleText(source)).toBe("Every 6 hours");
  expect(scheduleText({ ...source, syncEveryMinutes: 45 })).toBe("Every 45 minutes");
  expect(scheduleText({ ...source, syncEveryMinutes: null })).toBe("Only when asked");
  expect(scheduleText({ ...source, schedulable: false })).toBe("When files arrive");
  expect(scheduleText({ ...source, schedulable: false, isSample: true })).toBe("Only when asked");
});
