import { expect, test } from "@playwright/test";
import { identityList } from "./support/identity-list";
import { insertIdentities } from "./support/inserted-identities";
import { adminContext } from "./support/role-session";

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
    await expect(page.getByText("1 match")).toBeVisible();
    await sources.getByRole("button", { name: "Show fewer" }).click();
    await expect(last).toBeChecked();
    await expect(sources.getByRole("button", { name: "2 more" })).toBeVisible();
  } finally {
    await remove();
    await context.close();
  }
});
