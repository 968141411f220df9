import { describe, expect, it } from "vitest";
import { silenceOf, type SourceReading, unseenText, wholeTitle } from "./reading";

const early = "2026-10-30T04:10:00.000Z";
const late = "2026-11-20T04:10:00.000Z";

const read: SourceReading = {
  sourceId: "a",
  sourceName: "Account",
  streams: 4,
  complete: 4,
  whole: true,
  answers: true,
  lastReadAt: late,
  lastCompleteAt: late,
};
const silent = (sourceId: string, lastReadAt: string | null): SourceReading => ({
  ...read,
  sourceId,
  complete: 0,
  whole: false,
  answers: false,
  lastReadAt,
  lastCompleteAt: lastReadAt,
});

describe("sources that do not answer", () => {
  it("are named with the time since when, its zone, and the way to the one", () => {
    expect(silenceOf([read, silent("b", early)])).toEqual({
      sentence: "1 source has not answered since 2026-10-30 04:10 UTC",
      short: "1 source, since 2026-10-30 04:10 UTC",
      href: "/sources/b",
    });
    expect(silenceOf([silent("b", null)])?.sentence).toBe("1 source has never answered");
    expect(silenceOf([read])).toBeNull();
  });

  it("are counted together, from the first of them on", () => {
    expect(silenceOf([silent("b", late), silent("c", early), silent("d", null)])).toMatchObject({
      sentence: "3 sources do not answer, the first since 2026-10-30 04:10 UTC",
      href: "/sources",
    });
    expect(silenceOf([silent("b", null), silent("c", null)])?.sentence).toBe(
      "2 sources have never answered",
    );
  });
});

describe("the title of the coverage", () => {
  it("calls every source whole only where each one is", () => {
    expect(wholeTitle([read, read])).toBe("Every source is read whole");
    expect(wholeTitle([read, silent("b", early)])).toBe("1 of 2 sources are read whole");
    expect(wholeTitle([silent("b", early)])).toBe("No source is read whole");
  });
});

describe("what is not seen of a source", () => {
  it("is what changed since it last answered, or everything", () => {
    expect(unseenText(read)).toBe("Nothing is left out");
    expect(unseenText(silent("b", early))).toBe("Whatever changed since 2026-10-30 04:10 UTC");
    expect(unseenText(silent("b", null))).toBe("Everything: it has never answered");
    expect(unseenText({ ...read, whole: false })).toBe("A part: the last sync left something out");
    expect(unseenText({ ...read, complete: 0, whole: false, lastReadAt: null })).toBe(
      "Everything: not read yet",
    );
  });
});
