import { describe, expect, it } from "vitest";
import { tailStart, widthInZeros } from "./name-tail";

const tailOf = (name: string): string => name.slice(tailStart(name));

describe("the end of a name that stays in sight", () => {
  it.each([
    ["svc-payments-settlement-prod", "-prod"],
    ["svc-payments-settlement-staging", "-staging"],
    ["svc-payments-settlement-prod-2", "-prod-2"],
    ["svc-payments-settlement-production-2", "-production-2"],
    ["organisation/deployments/runner.eu-west-1", ".eu-west-1"],
    ["AVeryLongNameWithoutAnyWordBoundary", "undary"],
  ])("of %s is %s", (name, tail) => {
    expect(tailOf(name)).toBe(tail);
  });

  it("is the whole of a short name", () => {
    expect(tailOf("svc-api-prod")).toBe("svc-api-prod");
  });

  it("never splits a character in two", () => {
    expect(tailOf(`${"x".repeat(20)}${"🔑".repeat(6)}`)).toBe("🔑".repeat(6));
  });
});

it("capitals and letters of other scripts are given more room than small letters", () => {
  expect(widthInZeros("-production")).toBe(11);
  expect(widthInZeros("-PRODUCTION")).toBeGreaterThan(13);
  expect(widthInZeros("鍵")).toBeGreaterThan(1.5);
});
