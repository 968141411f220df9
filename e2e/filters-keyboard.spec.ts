import { expect, test } from "@playwright/test";
import { hydrated } from "./support/hydrated";
import { adminPage } from "./support/pages";

test("keys that turn through a closed filter load nothing; Enter and leaving the field apply it", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/findings?view=all");
  const severity = page.getByLabel("Severity");
  await hydrated(severity);
  const visited: string[] = [];
  page.on("framenavigated", (frame) => visited.push(frame.url()));
  const entries = () => page.evaluate(() => history.length);
  const before = await entries();
  await severity.focus();
  for (let n = 0; n < 3; n++) await page.keyboard.press("ArrowDown");
  const third = await severity.inputValue();
  expect(third).not.toBe("");
  await page.waitForTimeout(500);
  expect(visited, "no page for the options on the way").toEqual([]);
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`severity=${third}`));
  expect(await entries()).toBe(before + 1);
  await expect(severity).toBeFocused();

  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  expect(page.url()).toContain(`severity=${third}`);
  await page.keyboard.press("Tab");
  await page.waitForURL(new RegExp(`severity=${await severity.inputValue()}`));
  expect(await severity.inputValue()).not.toBe(third);
  expect(await entries()).toBe(before + 2);

  await severity.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(500);
  expect(await entries(), "back where it was, there is nothing to apply").toBe(before + 2);

  await severity.click();
  await page.keyboard.press("Escape");
  await severity.selectOption("");
  await page.waitForURL((url) => !url.searchParams.has("severity"));
  await page.context().close();
});
