import { expect, it } from "vitest";
import { listHref } from "./list-href";

it("a link to the inventory without a filter says that all of it is meant", () => {
  expect(listHref("")).toBe("/identities?view=all");
  expect(listHref("owner:none")).toBe("/identities?q=owner%3Anone");
});
