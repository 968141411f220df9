import { describe, expect, it } from "vitest";
import { findingsHref } from "./findings-href";
import { readParams } from "./search-params";

describe("the address of the findings", () => {
  it("keeps what it knows and names what it leaves out, so that no address breaks the page", () => {
    const { params, ignored } = readParams({
      state: "reopened",
      severity: "enormous",
      source: "not-an-id",
      rule: "nhi1-no-owner",
      finding: ["a", "b"],
      framework: "a\u0000b",
      stranger: "x",
    });
    expect(params).toEqual({ state: "reopened", rule: "nhi1-no-owner" });
    expect(ignored).toEqual(["severity", "source", "framework", "finding"]);
  });

  it("changes one condition and leaves the others", () => {
    expect(findingsHref({ rule: "a", cursor: "c" }, { cursor: null })).toBe("/findings?rule=a");
    expect(findingsHref({ rule: "a" }, { rule: null })).toBe("/findings");
  });
});
