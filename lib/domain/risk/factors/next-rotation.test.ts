import { describe, expect, it } from "vitest";
import { credentialOf, daysAgo, knownAt, subjectOf, testNow } from "@/lib/testing/subject";
import { unknown } from "../../evidence";
import { nextRotation } from "./next-rotation";

const key = (days: number) => credentialOf({ facts: { createdAt: knownAt(daysAgo(days)) } });

describe("the next rotation", () => {
  it("is when the oldest working secret reaches its policy's age", () => {
    expect(nextRotation(subjectOf({ credentials: [key(10), key(60)] }), testNow)).toEqual({
      state: "due",
      at: daysAgo(-30),
    });
    expect(nextRotation(subjectOf({ credentials: [key(10), key(91)] }), testNow)).toEqual({
      state: "overdue",
      at: daysAgo(1),
    });
  });

  it("is unknown where no age is known, and none where nothing can be rotated", () => {
    const hidden = unknown("permission_missing");
    const secret = credentialOf({ facts: { createdAt: hidden, lastRotatedAt: hidden } });
    expect(nextRotation(subjectOf({ credentials: [secret] }), testNow).state).toBe("unknown");
    expect(nextRotation(subjectOf(), testNow).state).toBe("not_applicable");
  });
});
