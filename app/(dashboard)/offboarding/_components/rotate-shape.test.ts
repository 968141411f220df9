import { expect, test } from "vitest";
import { firstChoice, isByHand, toldOf } from "./rotate-shape";

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

test("two people are promised only where somebody approves: not for what a person does by hand", () => {
  const preview = { otherApprover: true };
  expect(toldOf(preview, { mode: "provider" }).otherApprover).toBe(true);
  expect(toldOf(preview, { mode: "manual" }).otherApprover).toBe(false);
  expect(isByHand([{ mode: "manual" }, { mode: "provider" }])).toBe(false);
  expect(isByHand([{ mode: "manual" }])).toBe(true);
  expect(isByHand([])).toBe(false);
});
