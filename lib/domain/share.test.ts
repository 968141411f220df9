import { describe, expect, it } from "vitest";
import { share, shareFirst } from "./share";

describe("a share", () => {
  it("is never rounded to nothing or to all when it is neither", () => {
    expect(share(0, 100_000)).toBe("0 %");
    expect(share(1, 100_000)).toBe("under 1 %");
    expect(share(9, 1_000)).toBe("under 1 %");
    expect(share(1, 100)).toBe("1 %");
    expect(share(99, 100)).toBe("99 %");
    expect(share(996, 1_000)).toBe("over 99 %");
    expect(share(99_999, 100_000)).toBe("over 99 %");
    expect(share(100_000, 100_000)).toBe("100 %");
  });

  it("of nothing is not a number", () => {
    expect(share(0, 0)).toBe("none yet");
  });

  it("begins a sentence with a capital", () => {
    expect([shareFirst(1, 1_000), shareFirst(999, 1_000), shareFirst(1, 2)]).toEqual([
      "Under 1 %",
      "Over 99 %",
      "50 %",
    ]);
  });
});
