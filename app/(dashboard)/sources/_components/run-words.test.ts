import { describe, expect, test } from "vitest";
import { outcomeText, tookText } from "./run-words";

const at = "2026-01-31T12:00:00.000Z";
const none = { outcome: {}, error: null };

describe("the history of runs", () => {
  test("claims that nothing changed of no run that is still under way", () => {
    for (const state of ["queued", "running", "waiting_for_person"])
      expect(outcomeText({ state, ...none })).not.toBe("Nothing changed");
    expect(outcomeText({ state: "succeeded", ...none })).toBe("Nothing changed");
    const outcome = { created: 1_200, missing: 3 };
    expect(outcomeText({ ...none, state: "running", outcome })).toBe("1,200 created, 3 missing");
  });

  test("tells a run that was cancelled before it began from one that has not ended", () => {
    expect(tookText({ startedAt: null, finishedAt: at })).toBe("Never began");
    expect(tookText({ startedAt: at, finishedAt: null })).toBe("Not ended");
    expect(tookText({ startedAt: at, finishedAt: "2026-01-31T12:00:05.000Z" })).toBe("5 s");
  });
});
