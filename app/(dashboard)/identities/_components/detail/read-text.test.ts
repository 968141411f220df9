import { expect, test } from "vitest";
import { readText } from "./read-text";

const source = "iam:ListUsers";
const observedAt = "2026-10-03T08:00:00.000Z";

test("a fact says when it was last read, and since when it has been the same", () => {
  const text = readText({ source, observedAt, readAt: "2026-11-20T09:30:00.000Z" });
  expect(text).toMatch(
    /^iam:ListUsers, read 2026-11-20 09:30 UTC, unchanged since 2026-10-03 08:00 UTC$/,
  );
});

test("a fact of the last reading, or of a stream never read whole, has one time", () => {
  for (const readAt of [null, observedAt, "2026-10-03T08:20:00.000Z"]) {
    const text = readText({ source, observedAt, readAt });
    expect(text).toMatch(/^iam:ListUsers, read 2026-10-03 08:[02]0 UTC$/);
  }
  expect(readText({ source: null, observedAt: null, readAt: null })).toBeNull();
});
