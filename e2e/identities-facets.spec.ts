import { expect, test } from "@playwright/test";
import { identityList, sample } from "./support/identity-list";
import { insertIdentities } from "./support/inserted-identities";
import { picture } from "./support/picture";
import { adminContext } from "./support/role-session";
import { violationsOf } from "./support/violations";

test("a facet with many values says how many more there are and opens all of them", async ({
  browser,
}) => {
  const context = await adminContext(browser);
  const page = await context.newPage();
  const mark = `faceted-${Date.now().toString(36)}`;
  const { remove } = await insertIdentities(mark, 23);
  try {
    await identityList(page).open(`?q=label:${mark}`);
    await page.getByRole("button", { name: "Facets" }).click();
    const sources = page
      .getByRole("complementary", { name: "Facets" })
      .getByRole("group")
      .filter({ has: page.getByText("Source", { exact: true }) });
    const last = sources.getByRole("checkbox", { name: `${mark} source 023` });
    await expect(sources.getByRole("checkbox")).toHaveCount(20);
    await expect(last).toBeHidden();
    await sources.getByRole("button", { name: "3 more" }).click();
    await expect(sources.getByRole("checkbox")).toHaveCount(23);
    await last.check();
    await expect(page.getByText(/^1 (or more match|matches)$/)).toBeVisible();
    await sources.getByRole("button", { name: "Show fewer" }).click();
    await expect(last).toBeChecked();
    await expect(sources.getByRole("button", { name: "2 more" })).toBeVisible();
  } finally {
    await remove();
    await context.close();
  }
});

test("on a phone the list under the facets cannot be reached until they are put away", async ({
  browser,
}) => {
  const context = await adminContext(browser, { viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const identities = identityList(page);
  await identities.open(`?q=${encodeURIComponent(sample)}`);
  const button = page.getByRole("button", { name: "Facets" });
  const facets = page.getByRole("complementary", { name: "Facets" });
  await button.click();
  await expect(facets.getByRole("button", { name: "Close facets" })).toBeFocused();
  await identities.query().focus();
  await expect(identities.query()).not.toBeFocused();
  expect(await violationsOf(page)).toEqual([]);
  await picture(page, "facets-phone");
  await page.keyboard.press("Escape");
  await expect(facets).toBeHidden();
  await expect(button).toBeFocused();
  await button.click();
  await page
    .getByRole("button", { name: "Back to the list" })
    .click({ position: { x: 380, y: 300 } });
  await expect(facets).toBeHidden();
  await context.close();
});
