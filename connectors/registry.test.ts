import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
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

  test("says how a person does by hand whatever Muster can do with a write credential", () => {
    const byHand = manifest.byHand ?? [];
    const missing = (manifest.actions?.targets ?? []).filter(
      ({ subject, kind }) => !byHand.some((one) => one.subject === subject && one.kind === kind),
    );
    expect(missing.map(({ subject, kind }) => `${subject} ${kind}`)).toEqual([]);
    for (const { steps } of byHand) {
      expect(steps.at(-1)).toContain("Report it here");
      // Commands stand between backticks, in pairs.
      for (const step of steps) expect([step, step.split("`").length % 2]).toEqual([step, 1]);
    }
  });

  test("shows each switch as it works when nobody touches it", () => {
    const schema = z.toJSONSchema(manifest.config, { io: "input", unrepresentable: "any" });
    const described = z.object({
      properties: z.record(z.string(), z.object({ default: z.unknown().optional() })),
    });
    const { properties } = described.parse(schema);
    const switches = manifest.fields.filter(({ input }) => input === "switch");
    expect(switches.map(({ name, startsOn }) => [name, startsOn ?? false])).toEqual(
      switches.map(({ name }) => [name, properties[name]?.default]),
    );
  });

  test("loads", async () => {
    expect(typeof (await entry.load()).connect).toBe("function");
  });
});
