import { expect, type Page, test } from "@playwright/test";
import { identityList } from "./support/identity-list";
import { type Inserted, insertIdentities } from "./support/inserted-identities";
import { adminContext } from "./support/role-session";

const long = "service-account-of-the-payments-settlement-gateway";
const ends = ["-production-2", "-staging"];
let inserted: Inserted;
test.beforeAll(async () => {
  const mark = `named-by-a-source-with-a-long-name-${Date.now().toString(36)}`;
  inserted = await insertIdentities(mark, 3, (at) => (at === 3 ? "short" : long + ends[at - 1]));
});
test.afterAll(() => inserted.remove());

const rowOf = (page: Page, name: string) => page.locator("[data-row]").filter({ hasText: name });

/** The last words of a name lie within its cell and nothing of them is cut. */
async function expectEndShown(page: Page, end: string): Promise<void> {
  const tail = rowOf(page, long + end).getByText(end, { exact: true });
  await expect(tail).toBeVisible();
  const cut = await tail.evaluate((element) => {
    const link = element.closest("a");
    if (!link) return "no link";
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect().right - link.getBoundingClientRect().right;
  });
  expect(cut).toBeLessThanOrEqual(0);
}

test("names that differ at their end can be told apart, wide and on a phone", async ({
  browser,
}) => {
  for (const width of [1440, 390]) {
    const context = await adminContext(browser, { viewport: { width, height: 844 } });
    const page = await context.newPage();
    await identityList(page).open(`?q=label:${inserted.mark}`);
    for (const end of ends) await expectEndShown(page, end);
    const words = await rowOf(page, long).first().getByRole("link").innerText();
    expect(words.split("\n").map((line) => line.trim())).toContainEqual(
      expect.stringMatching(new RegExp(`^${long}-[a-z0-9-]+$`)),
    );
    await context.close();
  }
});

test("what is cut off shows whole to pointer and keyboard, what fits shows nothing", async ({
  browser,
}) => {
  const context = await adminContext(browser);
  const page = await context.newPage();
  const tooltip = page.getByRole("tooltip");
  await identityList(page).open(`?q=label:${inserted.mark}&cols=name,source,risk`);
  const row = rowOf(page, `${long}-staging`);
  await row.getByText(`${inserted.mark} source 002`, { exact: true }).hover();
  await expect(tooltip).toHaveText(`${inserted.mark} source 002`);
  await rowOf(page, "short").getByRole("link").getByText("short").hover();
  await expect(tooltip).toBeHidden();
  await page.setViewportSize({ width: 800, height: 844 });
  await row.getByRole("link").hover();
  await expect(tooltip).toContainText(`${long}-staging`);
  await page.mouse.move(400, 20);
  await expect(tooltip).toBeHidden();
  await row.getByRole("checkbox").focus();
  await page.keyboard.press("ArrowRight");
  await expect(row.getByRole("link")).toBeFocused();
  await expect(tooltip).toContainText(`${long}-staging`);
  await page.keyboard.press("Escape");
  await expect(tooltip).toBeHidden();
  await context.close();
});
