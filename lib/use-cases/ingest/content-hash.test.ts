import { describe, expect, it } from "vitest";
import { fakeUser } from "@/lib/testing/fake-provider";
import { contentHash } from "./content-hash";

describe("contentHash", () => {
  const before = fakeUser("a", { tags: { team: "x", env: "prod" } });

  it("does not change with the time of reading or the order of tags", () => {
    const text = JSON.stringify(before).replaceAll(
      "2026-06-01T00:00:00.000Z",
      "2026-07-01T00:00:00.000Z",
    );
    expect(text).not.toBe(JSON.stringify(before));
    expect(contentHash(JSON.parse(text) as object)).toBe(contentHash(before));
    expect(contentHash(fakeUser("a", { tags: { env: "prod", team: "x" } }))).toBe(
      contentHash(before),
    );
  });

  it("changes with any value, also one that only looks like a time of reading", () => {
    for (const changes of [
      { status: "disabled" },
      { tags: { team: "y", env: "prod" } },
      { description: '"observedAt":"2026"' },
      { description: '"observedAt":"2027"' },
      { description: String.raw`\"observedAt\":\"x\"` },
    ])
      expect(contentHash(fakeUser("a", { tags: { team: "x", env: "prod" }, ...changes }))).not.toBe(
        contentHash(before),
      );
    const texts = ["2026", "2027"].map((year) =>
      contentHash(fakeUser("a", { description: `"observedAt":"${year}"` })),
    );
    expect(new Set(texts).size).toBe(2);
  });
});
