import { describe, expect, it } from "vitest";
import { moved } from "./columns";

describe("moving columns", () => {
  it("swaps neighbours and keeps the name first", () => {
    expect(moved(["name", "risk", "owner"], "owner", -1)).toEqual(["name", "owner", "risk"]);
    expect(moved(["name", "risk", "owner"], "risk", -1)).toEqual(["name", "risk", "owner"]);
    expect(moved(["name", "risk", "owner"], "owner", 1)).toEqual(["name", "risk", "owner"]);
    expect(moved(["name", "risk"], "name", 1)).toEqual(["name", "risk"]);
  });
});
