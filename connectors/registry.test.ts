import { existsSync, readdirSync, readFileSync } from "node:fs";
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
    const suites = readdirSync(`connectors/${id}`)
      .filter((name) => name.startsWith(id) && name.endsWith(".test.ts"))
      .map((name) => readFileSync(`connectors/${id}/${name}`, "utf8"));
    expect(suites.filter((text) => text.includes("describeConformance("))).toHaveLength(1);
  });

  test("loads", async () => {
    expect(typeof (await entry.load()).connect).toBe("function");
  });
});
