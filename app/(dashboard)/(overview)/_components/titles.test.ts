import { describe, expect, it } from "vitest";
import { ageTitle, classTitle, rotationTitle } from "./titles";

const bar = (key: string, low: number) => ({
  key,
  label: key,
  query: `class:${key}`,
  bands: { critical: 0, high: 0, medium: 0, low, unknown: 0 },
});

describe("the title of the secrets' ages", () => {
  const title = (past: number, judged: number, unjudged: number) =>
    rotationTitle("AI keys", { past, judged, unjudged });

  it("never says that none is too old where no age is known or no secret is there", () => {
    expect(title(0, 0, 0)).toBe("No AI keys yet");
    expect(title(0, 0, 7)).toBe("No age of AI keys is known");
  });

  it("says of whom it speaks where some ages are unknown", () => {
    expect(title(0, 5, 0)).toBe("No AI key is older than its policy allows");
    expect(title(0, 5, 7)).toBe("No AI key of known age is older than its policy allows");
    expect(title(2, 5, 0)).toBe("40 % of AI keys are older than their policy allows");
    expect(title(2, 5, 995)).toBe(
      "40 % of the 5 AI keys that can be judged are older than their policy allows",
    );
    expect(title(1, 500, 0)).toBe("Under 1 % of AI keys are older than their policy allows");
  });
});

describe("the title of the ages", () => {
  it("is a share of those with a known age, and counts the others beside it", () => {
    expect(ageTitle([bar("gt_365d", 30), bar("lt_30d", 10), bar("unknown", 960)])).toBe(
      "75 % of known age are older than a year, 960 unknown",
    );
    expect(ageTitle([bar("gt_365d", 1), bar("lt_30d", 999)])).toBe(
      "Under 1 % are older than a year",
    );
  });

  it("gives no share where no age is known or nothing is there", () => {
    expect(ageTitle([bar("unknown", 4)])).toBe("No age is known");
    expect(ageTitle([])).toBe("No identities yet");
  });
});

describe("the title of the classes", () => {
  it("gives no share of nothing", () => {
    expect(classTitle([])).toBe("No identities yet");
    expect(classTitle([bar("infrastructure", 3)])).toBe("0 % are AI credentials");
    expect(classTitle([bar("infrastructure", 1), bar("ai_tool_token", 999)])).toBe(
      "Over 99 % are AI credentials",
    );
  });
});
