import { expect, it } from "vitest";
import { failuresOf, skippedIn } from "./browser-report.mjs";

const spec = (title: string, status: string, more: object = {}) => ({
  title,
  file: "sources.spec.ts",
  ok: status !== "unexpected",
  tests: [{ status, annotations: [], results: [{ errors: [] }], ...more }],
});
const report = {
  suites: [
    { specs: [spec("a source is added", "expected")] },
    {
      specs: [],
      suites: [
        {
          specs: [
            spec("needs a disk", "skipped", {
              annotations: [{ type: "skip", description: "only root may mount one" }],
            }),
            spec("did not run", "skipped"),
            spec("a source is gone", "unexpected", {
              results: [{ errors: [{ message: "It is still there." }] }],
            }),
          ],
        },
      ],
    },
  ],
  errors: [{ message: "The teardown failed." }],
};

it("every skipped browser test is named, with its reason", () => {
  expect(skippedIn(report)).toEqual([
    "e2e/sources.spec.ts: needs a disk (only root may mount one)",
    "e2e/sources.spec.ts: did not run",
  ]);
});

it("every failed one is named with its messages, and what failed around the tests too", () => {
  expect(failuresOf(report)).toBe(
    "FAILED sources.spec.ts: a source is gone\nIt is still there.\nThe teardown failed.",
  );
});
