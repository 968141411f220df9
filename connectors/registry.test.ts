import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { registry } from "./registry";

describe.each(Object.entries(registry))("%s", (id, entry) => {
  const { manifest } = entry;
  test("is registered under its own id, with its page of documentation", () => {
    expect(manifest.id).toBe(id);
    expect(manifest.docsPath).toBe(`docs/connectors/${id}.md`);
    expect(existsSync(manifest.docsPath)).toBe(true);
  });

  test("passes the conformance suite in a test of its own", () => {
    const file = `connectors/${id}/${id}.test.ts`;
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, "utf8")).toContain("describeConformance(");
  });

  test("loads", async () => {
    expect(typeof (await entry.load()).connect).toBe("function");
  });
});
