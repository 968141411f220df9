import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { attemptsAt, auditedNouns, eventTitle } from "./event-titles";

/** The text of each `defineCommand({ … })` of the product. */
function commands(): string[] {
  const files = globSync(["lib/**/*.ts", "app/**/*.ts"]).filter(
    (file) => !/\.test\.ts$|\/testing\//.test(file),
  );
  return files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return [...text.matchAll(/\bdefineCommand\(\{/g)].map(({ index }) =>
      text.slice(index, text.indexOf("permission:", index)),
    );
  });
}

const quoted = (text: string, key: string): string | undefined =>
  new RegExp(String.raw`\b${key}: "([a-z-]+\.[a-z-]+)"`).exec(text)?.[1];

const rows = auditedNouns.flatMap(({ events }) => events);

describe("the titles of the audit log's events", () => {
  it("say every event and every command of the code in words, and nothing that is not in it", () => {
    const found = commands();
    expect(found.length).toBeGreaterThan(140);
    const events = found.map((text) => quoted(text, "event"));
    expect(events).not.toContain(undefined);
    expect(events.filter((event) => eventTitle(event ?? "") === null)).toEqual([]);
    const named = found.flatMap((text) => quoted(text, "name") ?? []);
    expect(named.filter((name) => eventTitle(name) === null)).toEqual([]);
    const extra = rows.flatMap(([, event]) => (event && !events.includes(event) ? [event] : []));
    expect(extra).toEqual([]);
  });

  it("stand under the noun with which the code begins, so that a noun finds all of its own", () => {
    for (const { noun, events } of auditedNouns)
      for (const [command, event] of events)
        for (const code of [command, ...(event ? [event] : [])])
          expect(code.slice(0, code.indexOf("."))).toBe(noun);
  });

  it("lead from an event to the commands whose attempts come to nothing under their own name", () => {
    expect(attemptsAt("source.added")).toEqual(["source.add"]);
    expect(attemptsAt("review.reminded")).toEqual(["review.remind", "review.remind-of-events"]);
    expect(attemptsAt("source")).toEqual([]);
  });

  it("tell what was tried from what was done", () => {
    const tried = new Set(rows.map(([command]) => command));
    expect(rows.filter(([, event]) => event !== null && tried.has(event))).toEqual([]);
    expect(eventTitle("source.add")).toBe("Add a source");
    expect(eventTitle("source.added")).toBe("Source added");
    expect(eventTitle("source.never-written")).toBeNull();
  });
});
