import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { identityList, sample } from "./support/identity-list";
import { adminContext } from "./support/role-session";
import { violationsOf } from "./support/violations";

let context: BrowserContext;
let page: Page;
let identities: ReturnType<typeof identityList>;
test.beforeEach(async ({ browser }) => {
  context = await adminContext(browser, { reducedMotion: "reduce" });
  page = await context.newPage();
  identities = identityList(page);
});
test.afterEach(async () => {
  await context.close();
});

const filtered = `?q=${encodeURIComponent(sample)}`;
const row = (at: number) => page.locator(`[data-row="${at}"]`);
const link = (at: number) => row(at).getByRole("link");
const panel = () => page.locator("aside[data-list-panel]");
const known = () => panel().getByRole("region", { name: "What is known" });
const bar = () => page.getByRole("region", { name: "Selection" });
const isInList = () =>
  identities.list().evaluate((list) => list.contains(list.ownerDocument.activeElement));
async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test.describe("by keyboard", () => {
  test("the list is one stop of Tab, and arrow keys reach its rows, what is in them and its heads", async () => {
    await identities.open(filtered);
    await link(0).focus();
    await press("ArrowDown", "ArrowDown");
    await expect(link(2)).toBeFocused();
    await press("Tab");
    expect(await isInList()).toBe(false);
    await press("Shift+Tab");
    await expect(link(2)).toBeFocused();
    await press("Shift+Tab");
    expect(await isInList()).toBe(false);
    await press("Tab");
    await expect(link(2)).toBeFocused();
    await press("ArrowLeft");
    await expect(row(2).getByRole("checkbox")).toBeFocused();
    await press("ArrowUp");
    await expect(link(1)).toBeFocused();
    await press("Control+Home");
    await expect(link(0)).toBeFocused();
    await press("ArrowUp", "ArrowRight");
    const name = identities.list().getByRole("columnheader", { name: "Name" });
    await expect(name.getByRole("button")).toBeFocused();
    await press("Enter");
    await expect(name).toHaveAttribute("aria-sort", "ascending");
    await expect(name.getByRole("button")).toBeFocused();
    await press("ArrowDown");
    await expect(link(0)).toBeFocused();
  });

  test("A goes to the selection's actions, and Esc first back to the row, then lets go", async () => {
    await identities.open(filtered);
    await press("j", "j", "x", "a");
    await expect(bar().getByRole("button").first()).toBeFocused();
    await press("Escape");
    await expect(link(1)).toBeFocused();
    await expect(bar()).toContainText("1 selected");
    await press("Escape");
    await expect(bar()).toBeHidden();
    await press("x", "a");
    await bar().getByRole("button", { name: "Clear selection" }).focus();
    await press("Enter");
    await expect(bar()).toBeHidden();
    await expect(link(1)).toBeFocused();
  });

  test("Enter goes into the panel, J and K stay in it, and Esc gives the focus back to the row", async () => {
    await identities.open(filtered);
    await press("j", "j", "Enter");
    await expect(known()).toBeFocused();
    await press("j");
    await expect(row(2)).toHaveAttribute("data-open", "true");
    await expect(known().getByRole("heading", { level: 2 }).first()).toBeVisible();
    await expect(known()).toBeFocused();
    await press(...Array<string>(38).fill("j"));
    await expect(row(40)).toHaveAttribute("data-open", "true");
    await expect(link(40)).toBeInViewport({ ratio: 1 });
    await expect(known()).toBeFocused();
    await press("Escape");
    await expect(panel()).toBeHidden();
    await expect(link(40)).toBeFocused();
    await press("j", "j");
    await expect(link(42)).toBeFocused();
    await expect(link(42)).toBeInViewport({ ratio: 1 });
    await press(...Array<string>(30).fill("k"));
    await expect(link(12)).toBeFocused();
    await expect(link(12)).toBeInViewport({ ratio: 1 });
  });

  test("keys that follow each other faster than the screen is drawn act on the row they reached", async () => {
    await identities.open(filtered);
    await page.evaluate(() => {
      window.requestAnimationFrame = (draw) =>
        window.setTimeout(() => draw(performance.now()), 500);
    });
    await press("j", "j", "j", "Enter");
    await expect(row(2)).toHaveAttribute("data-open", "true");
    await press("k");
    await expect(row(1)).toHaveAttribute("data-open", "true");
    await press("Escape");
    await expect(link(1)).toBeFocused();
  });

  test("where the panel covers the list, nothing behind it can be reached", async () => {
    await page.setViewportSize({ width: 1000, height: 800 });
    await identities.open(filtered);
    await link(1).click();
    await expect(known()).toBeFocused();
    await expect(known().getByRole("heading", { level: 2 }).first()).toBeVisible();
    expect(await violationsOf(page)).toEqual([]);
    for (let tabs = 0; tabs < 12; tabs += 1) {
      await press("Shift+Tab");
      expect(await isInList()).toBe(false);
    }
    await identities.query().focus();
    await expect(identities.query()).not.toBeFocused();
    await page
      .getByRole("button", { name: "Back to the list" })
      .click({ position: { x: 20, y: 300 } });
    await expect(panel()).toBeHidden();
    await expect(link(1)).toBeFocused();
  });
});

test.describe("the panel in the browser's history", () => {
  test("Back closes it and stays in the list; closing it leaves nothing to go back through", async () => {
    await page.goto("/findings");
    await identities.open(filtered);
    await link(0).click();
    await expect(page).toHaveURL(/panel=/);
    await expect(panel()).toBeVisible();
    await page.goBack();
    await expect(panel()).toBeHidden();
    await expect(page).toHaveURL(/\/identities\?q=/);
    const entries: number[] = [];
    for (const at of [1, 2, 3]) {
      await link(at).click();
      await expect(page).toHaveURL(/panel=/);
      await press("j");
      await expect(row(at + 1)).toHaveAttribute("data-open", "true");
      await panel().getByRole("button", { name: "Close panel" }).click();
      await expect(panel()).toBeHidden();
      await expect(page).not.toHaveURL(/panel=/);
      entries.push(await page.evaluate(() => history.length));
    }
    expect(new Set(entries).size).toBe(1);
    await page.goBack();
    await expect(page).toHaveURL(/\/findings/);
  });

  test("closing it keeps what was filtered while it was open", async () => {
    await identities.open(filtered);
    await link(0).click();
    await expect(panel()).toBeVisible();
    await identities.query().fill(`${sample} kind:iam_user`);
    await expect(page).toHaveURL(/iam_user/);
    await panel().getByRole("button", { name: "Close panel" }).click();
    await expect(panel()).toBeHidden();
    await expect(identities.query()).toHaveValue(`${sample} kind:iam_user`);
    await expect(page).toHaveURL(/iam_user/);
  });
});
