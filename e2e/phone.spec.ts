import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { query } from "./support/database";
import { adminPage } from "./support/pages";

const onPhone = (browser: Browser): Promise<Page> =>
  adminPage(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });

const heightOf = async (part: Locator): Promise<number> =>
  (await part.boundingBox())?.height ?? Number.NaN;

test("a condition that needs two lines on a phone shows both whole", async ({ browser }) => {
  const page = await onPhone(browser);
  await page.goto("/identities?q=class:ai");
  const words = page.getByText("AI model credential or", { exact: false }).first();
  await expect(words).toBeVisible();
  const hidden = await words.evaluate((element) => {
    const chip = element.parentElement?.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(element);
    const text = range.getBoundingClientRect();
    return chip ? Math.max(chip.top - text.top, text.bottom - chip.bottom) : Number.NaN;
  });
  expect(hidden).toBeLessThanOrEqual(0);
  await page.context().close();
});

test("the states of the findings stay on one line with their counts on a phone", async ({
  browser,
}) => {
  const page = await onPhone(browser);
  await page.goto("/findings");
  const tabs = page.getByRole("navigation", { name: "State of the findings" }).getByRole("link");
  await expect(tabs).toHaveCount(4);
  const heights = await Promise.all((await tabs.all()).map(heightOf));
  expect(Math.max(...heights)).toBeLessThan(44);
  await page.context().close();
});

test("a finding gives its times as every page does, none as programs write them", async ({
  browser,
}) => {
  const [found] = await query<{ id: string }>(
    `SELECT f.id FROM finding f JOIN identity i ON i.id = f.identity_id
       JOIN source s ON s.id = i.source_id AND s.is_sample
     WHERE f.rule_id = 'nhi1-dormant' AND f.state = 'open' ORDER BY f.id LIMIT 1`,
  );
  const page = await onPhone(browser);
  await page.goto(`/findings?finding=${found?.id}`);
  const panel = page.getByRole("dialog");
  await expect(panel.getByRole("heading", { name: "What was found" })).toBeVisible();
  await expect(panel).toContainText(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  await expect(panel).not.toContainText(/\d{4}-\d\d-\d\dT/);
  await page.context().close();
});
