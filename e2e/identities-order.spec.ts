import { expect, test } from "@playwright/test";
import { identityList, sample } from "./support/identity-list";
import { adminContext } from "./support/role-session";
import { violationsOf } from "./support/violations";

test("a phone sorts by any order and gets back to risk", async ({ browser }) => {
  const context = await adminContext(browser, { viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const identities = identityList(page);
  const first = page.locator('[data-row="0"]');
  await identities.open(`?q=${encodeURIComponent(sample)}`);
  const order = page.getByRole("combobox", { name: "Sort by" });
  await expect(order).toHaveValue("risk");
  await order.selectOption({ label: "Name" });
  const [byName] = await identities.read(sample, "&sort=name&dir=asc");
  await expect(first).toContainText(byName?.name ?? "nothing");
  await page.getByRole("button", { name: "Sort descending" }).click();
  const [fromEnd] = await identities.read(sample, "&sort=name&dir=desc");
  await expect(first).toContainText(fromEnd?.name ?? "nothing");
  await order.selectOption({ label: "Risk" });
  await expect(page).not.toHaveURL(/sort=/);
  await expect(page.getByRole("button", { name: "Sort ascending" })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await context.close();
});
