import { expect, test } from "vitest";
import { firstChoice } from "./rotate-shape";

const choices = [
  { credentialId: null, openCaseId: null },
  { credentialId: "a", openCaseId: "case" },
  { credentialId: "b", openCaseId: null },
];

test("a form about one credential never begins with another", () => {
  expect(firstChoice(choices, "b")).toBe("b");
  expect(firstChoice(choices, "identity")).toBe("identity");
  expect(firstChoice(choices, "a"), "already on its way out").toBe("");
  expect(firstChoice(choices, "gone")).toBe("");
});
