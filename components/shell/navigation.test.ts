import { expect, test } from "vitest";
import { activeHref, aiSection, navigationFor } from "./navigation";

const items = navigationFor("admin");
const labelAt = (path: string, query = ""): string | undefined =>
  items.find(({ href }) => href === activeHref(path, query, items))?.label;

test("a filter with a place of its own keeps it, however it is sorted and whatever is open beside it", () => {
  expect(labelAt("/identities", "q=class%3Aai")).toBe(aiSection.label);
  expect(labelAt("/identities", "panel=1&sort=age&q=class%3Aai")).toBe(aiSection.label);
  expect(labelAt("/identities", "q=class%3Aai+owner%3Anone")).toBe("Identities");
  expect(labelAt("/identities", "view=all")).toBe("Identities");
  expect(labelAt("/identities/0f")).toBe("Identities");
});
