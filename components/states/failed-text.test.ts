import { describe, expect, it } from "vitest";
import { failedText } from "./failed-text";

const at = (name: string, lastReadAt: string | null) => ({ name, lastReadAt });
const early = "2026-10-30T04:10:00.000Z";
const late = "2026-11-20T04:10:00.000Z";

describe("what is said of sources that fail", () => {
  it("names how old what is shown of them is, with the zone", () => {
    expect(failedText([at("A", early)])).toBe(
      "The last sync of A failed; its rows are from 2026-10-30 04:10 UTC.",
    );
    expect(failedText([at("A", late), at("B", early), at("C", null)])).toBe(
      "The last syncs of A, B, C failed; the oldest of their rows are from 2026-10-30 04:10 UTC.",
    );
  });

  it("says that a source was never read, and counts what it does not name", () => {
    expect(failedText([at("A", null)])).toBe("The last sync of A failed; it was never read.");
    expect(failedText(["A", "B", "C", "D", "E"].map((name) => at(name, null)))).toBe(
      "The last syncs of A, B, C and 2 more failed; none of them was ever read.",
    );
  });
});
