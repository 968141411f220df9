import { expect, it } from "vitest";
import { failuresOf, skippedIn, warmStartIn } from "./browser-report.mjs";

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
            spec("a second start finds everything", "expected", {
              annotations: [{ type: "warm start", description: "3.1 s" }],
            }),
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

it("the time of the warm start is found where it was measured, and is not made up elsewhere", () => {
  expect(warmStartIn(report)).toBe("3.1 s");
  expect(warmStartIn({ suites: [{ specs: [spec("a source is added", "expected")] }] })).toBe(
    undefined,
  );
});
