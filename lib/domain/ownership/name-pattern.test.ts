import { describe, expect, it } from "vitest";
import { namePattern } from "./name-pattern";

describe("a name pattern", () => {
  it.each(["*", "a*", "???", "*a*b*c*d*e*f", "x".repeat(101)])("cannot be %s", (text) =>
    expect(namePattern.safeParse(text).success).toBe(false),
  );

  it("is kept in lower case", () => expect(namePattern.parse(" Payments-* ")).toBe("payments-*"));
});
