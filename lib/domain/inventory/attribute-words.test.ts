import { expect, test } from "vitest";
import { shownAttribute } from "./attribute-words";

const lines = (key: string, value: Parameters<typeof shownAttribute>[1]) =>
  shownAttribute(key, value).lines;

test("an attribute is named and told in words, never as code", () => {
  expect(shownAttribute("canLogIn", true)).toEqual({
    key: "canLogIn",
    label: "Can log in",
    lines: ["Yes"],
    unknown: null,
  });
  expect(lines("subjectClaims", ["repo", "context"])).toEqual(["repo", "context"]);
  expect(lines("permissions", { contents: "write", metadata: "read" })).toEqual([
    "contents: write",
    "metadata: read",
  ]);
  expect(lines("personOrWorkload", { likely: "workload", because: "its name" })).toEqual([
    "Likely: workload",
    "Because: its name",
  ]);
  expect(lines("settings", [])).toEqual(["None"]);
  expect(lines("nested", [{ a: [1, null] }])).toEqual(["a: 1, Unknown"]);
});

test("an attribute that nobody has words for is spelled out", () => {
  expect(shownAttribute("runnerGroup_id", 7).label).toBe("Runner group id");
  expect(shownAttribute("constructor", 7)).toMatchObject({ label: "Constructor", lines: ["7"] });
});

test("no value is unknown, unless the source tells that there is none", () => {
  expect(shownAttribute("group", null)).toMatchObject({
    lines: [],
    unknown: "the source did not say",
  });
  expect(shownAttribute("boundary", null)).toMatchObject({ lines: ["None"], unknown: null });
});
