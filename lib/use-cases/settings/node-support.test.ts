import { describe, expect, it } from "vitest";
import { nodeSupport } from "./node-support";

describe("nodeSupport", () => {
  it("says when a version gets no more fixes, and admits what it does not know", () => {
    const now = new Date("2026-11-21T00:00:00Z");
    expect(nodeSupport("20.20.2", now).supported).toBe(false);
    expect(nodeSupport("24.21.0", now)).toMatchObject({
      supported: true,
      fixesUntil: "2028-04-30",
    });
    expect(nodeSupport("99.0.0", now)).toMatchObject({ supported: null, fixesUntil: null });
  });
});
