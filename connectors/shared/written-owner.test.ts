import { expect, test } from "vitest";
import { writtenOwner } from "./written-owner";

test.each([
  ["Order service, owner=payments@example.com", "payments@example.com"],
  ["owner=ann@example.com managed by terraform", "ann@example.com"],
  ["owner: ann@example.com; do not touch", "ann@example.com"],
  ["Owner: Jane Doe", "Jane Doe"],
  ["team: Data Platform. Rotate monthly", "Data Platform"],
  ["Contact: Jane Doe (until May), see wiki", "Jane Doe"],
  ["owner=team-x", "team-x"],
  ["owner: ", undefined],
  ["nothing of the kind", undefined],
  [null, undefined],
])("%j names %j", (text, owner) => {
  expect(writtenOwner(text)).toBe(owner);
});
