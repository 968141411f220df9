import { describe, expect, it } from "vitest";
import { builtInPolicy } from "./built-in-policy";
import { policyDocument } from "./policy";
import { rotationSpan } from "./rotation-span";

const any = { classes: [], tiers: [], environments: [], privileges: [] };

describe("the span of days within which secrets must be changed", () => {
  it("is that of the class, and shorter where no person is in the loop", () => {
    expect(rotationSpan(builtInPolicy, "ai_tool_token")).toMatchObject({
      usualDays: 30,
      fewestDays: 14,
    });
    expect(rotationSpan(builtInPolicy, "legacy_application")).toMatchObject({
      usualDays: 90,
      fewestDays: 90,
    });
  });

  it("follows the policy in force, and lines that name what an identity can do", () => {
    const edited = policyDocument.parse({
      base: { ...builtInPolicy.base, rotationDays: 120 },
      lines: [{ when: { ...any, privileges: ["admin"] }, set: { rotationDays: 45 } }],
    });
    expect(rotationSpan(edited, "infrastructure")).toMatchObject({
      usualDays: 120,
      fewestDays: 45,
    });
  });
});
